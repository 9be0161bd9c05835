/** Last year's orders in a file, uploaded, mapped and previewed; the demo's visitor may run the import. */
import type { Visitor } from '../visitor'
import { PRODUCTS } from './story'
import { waitUntil } from './wait-until'

const DAY_MS = 86_400_000

const NAMES = [
  'Greta Holm',
  'Idris Bello',
  'Maya Stern',
  'Nils Aalto',
  'Olive Grant',
  'Pablo Reyes',
  'Quinn Doyle',
  'Runa Berg',
  'Samir Khan',
  'Tilda Moss',
  'Uma Patel',
  'Viktor Hale',
  'Wanda Cruz',
  'Xenia Roth',
  'Yusuf Demir',
  'Zelda Fox',
]
/** Leo bought again later; his old order was refunded. */
const OLD_CUSTOMERS = ['Ana Ruiz', 'Leo Brandt']
const REFUNDED = new Set(['Leo Brandt', 'Quinn Doyle'])
const SOLD = ['350399', '350777'] as const
const OLDEST_DAYS = 420
const DAYS_BETWEEN = 9

/** @param id the import's, the same each time the demo is prepared */
export async function previewPastOrders(visitor: Visitor, base: string, id: string): Promise<void> {
  const at = `${base}/imports/${id}`
  if ((await visitor.get(at)).status >= 400) {
    await visitor.upload(`${base}/imports`, { id }, { name: 'orders of last year.csv', text: writeFile() })
  }
  await sendStep(visitor, at, '/columns', {
    email: '2',
    firstName: '3',
    lastName: '4',
    productName: '5',
    date: '1',
    status: '6',
    orderId: '0',
  })
  await sendStep(visitor, at, '/choices', { 'product-0': SOLD[0], 'product-1': SOLD[1] })
  await waitUntil(async () => (shows((await visitor.get(at)).text, '/runs') ? '' : 'the preview of past orders'))
}

/** Sends a step's form once its page shows it. A form sent by an earlier start is not shown again. */
async function sendStep(visitor: Visitor, at: string, step: string, fields: Record<string, string>): Promise<void> {
  let text = ''
  await waitUntil(async () => {
    text = (await visitor.get(at)).text
    const isReached = [step, '/runs', '/choices'].some((one) => shows(text, one))
    return isReached ? '' : `the form of past orders, ${step}`
  })
  const [, madeFrom] = /name="madeFrom" value="(\d+)"/.exec(text) ?? []
  if (shows(text, step) && madeFrom !== undefined) {
    await visitor.send(`${at}${step}`, { id: crypto.randomUUID(), madeFrom, meaning: 'purchase', ...fields })
  }
}

function shows(text: string, step: string): boolean {
  return text.includes(`${step}"`)
}

function writeFile(): string {
  const rows = [...NAMES, ...OLD_CUSTOMERS].map((name, n) => {
    const [first, last] = name.split(' ')
    const day = new Date(Date.now() - (OLDEST_DAYS - n * DAYS_BETWEEN) * DAY_MS).toISOString().slice(0, 10)
    const email = `${first}.${last}@example.com`.toLowerCase()
    const product = PRODUCTS[SOLD[n % SOLD.length] ?? SOLD[0]]
    return [18_000_100 + n, day, email, first, last, product, REFUNDED.has(name) ? 'Refunded' : 'Paid', 'Stripe'].join(
      ',',
    )
  })
  const head = 'Order ID,Order Date,Customer Email,First Name,Last Name,Product Name,Order Status,Processor'
  const odd = ['18000190,2025-03-04,Theresa (by phone),Theresa,,Power Yoga,Paid,Stripe', rows[0] ?? '']
  return `${[head, ...rows, ...odd].join('\r\n')}\r\n`
}

/** Two files of past orders: one that is half imported and paused, and one that is previewed. The demo's visitor may go on with either. */
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
const DAYS_BETWEEN = 9
/** Long enough to be paused midway. */
const LONG_FILE = 72
const LOOK_MS = 1_000
const LOOKS_AT_REST = 3

interface PastFile {
  name: string
  customers: string[]
  firstOrder: number
  oldestDays: number
  daysBetween: number
  /** Rows that cannot be imported. */
  odd: string[]
  statusOf: (customer: string, n: number) => string
}

/** @param id the import's, the same each time the demo is prepared */
export async function previewPastOrders(visitor: Visitor, base: string, id: string): Promise<void> {
  await preview(visitor, `${base}/imports`, id, {
    name: 'orders of last year.csv',
    customers: [...NAMES, ...OLD_CUSTOMERS],
    firstOrder: 18_000_100,
    oldestDays: 420,
    daysBetween: DAYS_BETWEEN,
    odd: ['18000190,2025-03-04,Theresa (by phone),Theresa,,Power Yoga,Paid,Stripe'],
    statusOf: (name) => (REFUNDED.has(name) ? 'Refunded' : 'Paid'),
  })
}

/** @param id as for the other file */
export async function importHalf(visitor: Visitor, base: string, id: string): Promise<void> {
  const firstNames = NAMES.map((name) => name.split(' ')[0])
  const lastNames = NAMES.map((name) => name.split(' ')[1])
  const page = await preview(visitor, `${base}/imports`, id, {
    name: 'orders of the years before.csv',
    customers: Array.from({ length: LONG_FILE }, (_, n) => {
      const shift = Math.floor(n / NAMES.length) + 1
      return `${firstNames[n % NAMES.length]} ${lastNames[(n + shift) % NAMES.length]}`
    }),
    firstOrder: 17_000_100,
    oldestDays: 1_150,
    daysBetween: DAYS_BETWEEN,
    odd: [],
    statusOf: () => 'Paid',
  })
  await sendStep(visitor, page, '/runs', {})
  await waitUntil(async () => {
    const { text } = await visitor.get(page)
    return isStopped(text) || /[1-9]\d of /.test(text) ? '' : 'the first past orders to be imported'
  })
  const job = encodeURIComponent(`run-import ${id} 1`)
  await visitor.send(`${base}/jobs/${job}/pauses`, {})
  await waitForRest(visitor, page)
}

/** What was under way still ends: the demo must begin without a call to Thinkific. */
async function waitForRest(visitor: Visitor, page: string): Promise<void> {
  let done = ''
  let unchanged = 0
  await waitUntil(async () => {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    const { text } = await visitor.get(page)
    const now = /(\d+) of /.exec(text)?.[1] ?? ''
    unchanged = now === done ? unchanged + 1 : 0
    done = now
    return isStopped(text) || unchanged >= LOOKS_AT_REST ? '' : 'the paused import to rest'
  })
}

/** The file's page. */
async function preview(visitor: Visitor, imports: string, id: string, file: PastFile): Promise<string> {
  const page = `${imports}/${id}`
  if ((await visitor.get(page)).status >= 400) {
    await visitor.upload(imports, { id }, { name: file.name, text: writeFile(file) })
  }
  await sendStep(visitor, page, '/columns', {
    email: '2',
    firstName: '3',
    lastName: '4',
    productName: '5',
    date: '1',
    status: '6',
    orderId: '0',
  })
  await sendStep(visitor, page, '/choices', { 'product-0': SOLD[0], 'product-1': SOLD[1] })
  await waitUntil(async () => {
    const { text } = await visitor.get(page)
    return shows(text, '/runs') || isStopped(text) ? '' : `the preview of “${file.name}”`
  })
  return page
}

/** Sends a step's form once its page shows it. A form sent by an earlier start is not shown again. */
async function sendStep(visitor: Visitor, page: string, step: string, fields: Record<string, string>): Promise<void> {
  let text = ''
  await waitUntil(async () => {
    text = (await visitor.get(page)).text
    const isReached = [step, '/runs', '/choices'].some((one) => shows(text, one)) || isStopped(text)
    return isReached ? '' : `the form of past orders, ${step}`
  })
  const [, madeFrom] = /name="madeFrom" value="(\d+)"/.exec(text) ?? []
  if (shows(text, step) && madeFrom !== undefined) {
    await visitor.send(`${page}${step}`, { id: crypto.randomUUID(), madeFrom, meaning: 'purchase', ...fields })
  }
}

function shows(text: string, step: string): boolean {
  return text.includes(`${step}"`)
}

/** As an earlier start that was interrupted may have left it. */
function isStopped(text: string): boolean {
  return shows(text, '/resumptions') || text.includes('What came of it')
}

function writeFile({ customers, firstOrder, oldestDays, daysBetween, odd, statusOf }: PastFile): string {
  const rows = customers.map((name, n) => {
    const [first, last] = name.split(' ')
    const day = new Date(Date.now() - (oldestDays - n * daysBetween) * DAY_MS).toISOString().slice(0, 10)
    const email = `${first}.${last}@example.com`.toLowerCase()
    const product = PRODUCTS[SOLD[n % SOLD.length] ?? SOLD[0]]
    return [firstOrder + n, day, email, first, last, product, statusOf(name, n), 'Stripe'].join(',')
  })
  const head = 'Order ID,Order Date,Customer Email,First Name,Last Name,Product Name,Order Status,Processor'
  const doubled = odd.length > 0 ? rows.slice(0, 1) : []
  return `${[head, ...rows, ...odd, ...doubled].join('\r\n')}\r\n`
}

/** Seven quiet weeks: sales, renewals, refunds, repeats, and what people did by hand. */

import type { Order } from '../hooks'
import { FORMS, formId, PASSWORD } from '../support'
import { ACADEMY, COURSES, MIA, PRODUCTS, YOGA } from './places'
import type { Shops } from './setting-up'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const BOUGHT = 'product.purchased'
const REFUNDED = 'product.refunded'
const COMPANY = { custom_fields: { Company: 'Byron & Co', Mobile: '+1 555 0100', Gift: 'for Grace' } }

export const of = (name: string, product: string, ids: Partial<Order> = {}): Order => ({
  email: `${name}@example.com`,
  product,
  order: `${name}-${product}`,
  ...ids,
})
export const club = (name: string, more: Record<string, unknown> = {}) =>
  of(name, PRODUCTS.club, { subscription: `club-of-${name}`, more })

/** The first weeks: what ended as it should. */
export async function quietWeeks({ yoga, art }: Shops): Promise<void> {
  const { installation } = yoga
  const { simulator } = installation
  const day = () => installation.later(DAY_MS)

  // Two marketplaces sell the same course to the same customer.
  await yoga.send('ada-yoga', BOUGHT, of('ada', PRODUCTS.yoga, { more: COMPANY }))
  await yoga.hand('ada-yoga', BOUGHT, of('ada', PRODUCTS.yoga, { more: COMPANY }))
  await installation.later(MINUTE_MS)
  await art.send('ada-mural', BOUGHT, of('ada', 'mural'))
  await day()
  await yoga.send('bo-yoga', BOUGHT, of('bo', PRODUCTS.yoga))
  await yoga.send('cleo-club', BOUGHT, club('cleo'))
  await yoga.send('kofi-club', BOUGHT, club('kofi'))
  await day()
  await yoga.send('bo-refund', REFUNDED, of('bo', PRODUCTS.yoga))
  await installation.later(HOUR_MS)
  await yoga.send('bo-refund-again', REFUNDED, of('bo', PRODUCTS.yoga))
  await day()
  // The club includes Power Yoga's course, so the refund of one keeps what the other gives.
  await yoga.send('dan-yoga', BOUGHT, of('dan', PRODUCTS.yoga))
  await yoga.send('dan-club', BOUGHT, club('dan'))
  await day()
  await yoga.send('dan-refund', REFUNDED, of('dan', PRODUCTS.yoga))
  // A course of the bundle belongs to another purchase as well.
  await yoga.send('eve-breath', BOUGHT, of('eve', PRODUCTS.breath))
  await yoga.send('eve-calm', BOUGHT, of('eve', PRODUCTS.calm))
  await day()
  await yoga.send('eve-refund', REFUNDED, of('eve', PRODUCTS.calm))
  await yoga.send('fay-refund', REFUNDED, of('fay', PRODUCTS.breath))
  await yoga.send('fay-breath', BOUGHT, of('fay', PRODUCTS.breath), Date.now() - HOUR_MS)
  await day()
  // Enrolled by hand before, in Thinkific itself.
  await yoga.send('gus-yoga', BOUGHT, of('gus', PRODUCTS.yoga))
  await yoga.send('owner-yoga', BOUGHT, of('owner', PRODUCTS.yoga, { email: ACADEMY.admin.email }))
  await installation.later(HOUR_MS)
  await yoga.send('owner-refund', REFUNDED, of('owner', PRODUCTS.yoga, { email: ACADEMY.admin.email }))
  await yoga.send('ivy-refund', REFUNDED, of('ivy', PRODUCTS.yoga))
  await day()
  await yoga.send('jon-sampler', BOUGHT, of('jon', PRODUCTS.sampler, { more: { test: true } }))
  await yoga.send('tim-yoga', BOUGHT, of('tim', PRODUCTS.yoga, { more: { test: true } }))
  await yoga.send('kim-mat', BOUGHT, of('kim', PRODUCTS.mat))
  await yoga.send('lee-unknown', BOUGHT, of('lee', '999999'))
  await yoga.send('lee-exchange', 'product.exchanged', of('lee', PRODUCTS.yoga))
  await yoga.samcart('type=nonsense&email=lee@example.com')
  await yoga.send('hal-handstand', BOUGHT, of('hal', PRODUCTS.handstand))
  await yoga.send('uma-breath', BOUGHT, of('uma', PRODUCTS.breath))
  await yoga.send('uma-partial', 'product.partially_refunded', of('uma', PRODUCTS.breath))
  await day()
  await yoga.send('gina-glazes', BOUGHT, of('gina', PRODUCTS.glazes))
  await yoga.submit(FORMS.integrationDeletion(formId(YOGA.pottery)))
  await yoga.send('ada-glazes', BOUGHT, of('ada', PRODUCTS.glazes))
  simulator.faults.add({ kind: '422 object', match: ({ method, path }) => method === 'POST' && path === '/users' })
  await yoga.send('ray-yoga', BOUGHT, of('ray', PRODUCTS.yoga))
  simulator.site(ACADEMY.subdomain).deleteCourse(COURSES['Workshop 2019'])
  await yoga.send('oda-workshop', BOUGHT, of('oda', PRODUCTS.oldWorkshop))
  await day()
}

/** The weeks after: renewals, a dunning cycle that is not over, SamCart's own posts. */
export async function nextWeeks({ yoga }: Shops): Promise<void> {
  const { installation } = yoga
  await installation.later(15 * DAY_MS)
  await yoga.send('cleo-charge', 'subscription.charged', club('cleo'))
  await yoga.send('dan-charge', 'subscription.charged', club('dan'))
  await yoga.send('kofi-cancel', 'subscription.canceled', club('kofi'))
  await yoga.send('sue-club', BOUGHT, club('sue', { custom_fields: { Company: 'Sue Ltd' } }))
  await installation.later(5 * DAY_MS)
  await yoga.send('kofi-restart', 'subscription.restarted', club('kofi'))
  await yoga.samcart(samcart('Order', 'vic', { id: 7001, total: '97.00' }))
  await installation.later(MINUTE_MS)
  // SamCart posts the same line again for each Notify URL rule.
  await yoga.samcart(samcart('Order', 'vic', { id: 7001, total: '97.00' }))
  await yoga.samcart(samcart('RecurringPaymentFailed', 'vera', { id: 7002, subscription_id: 88001 }, PRODUCTS.club))
  await yoga.sendWithKey('wes-by-key', BOUGHT, of('wes', PRODUCTS.breath))
  await installation.later(10 * DAY_MS)
  await yoga.send('cleo-failed', 'subscription.charge_failed', club('cleo'))
  await installation.later(3 * DAY_MS)
  await yoga.send('cleo-failed-again', 'subscription.charge_failed', club('cleo'))
  await yoga.send('typo-yoga', BOUGHT, of('typo', PRODUCTS.yoga))
  await yoga.send('xia-yoga', BOUGHT, of('xia', PRODUCTS.yoga))
  await installation.later(HOUR_MS)
}

/** What Mia and Ben did on the pages. */
export async function byHand({ yoga }: Shops): Promise<void> {
  const { installation } = yoga
  // Her session of the first day is over.
  await yoga.admin.post('/sign-in', { email: MIA.email, password: PASSWORD })
  await yoga.submit(FORMS.correction('typo@example.com'), { email: 'rex@example.com', move: 'on' })
  await installation.settle()
  await yoga.submit(FORMS.erasure('sue@example.com'))
  const enrollment = { integration: formId(YOGA.academy), q: '', target: `course:${COURSES['Prenatal Yoga']}` }
  await yoga.submit(FORMS.enrollment('wes@example.com'), enrollment)
  await installation.settle()
  await yoga.submit(FORMS.ending('xia@example.com'), {
    kind: 'course',
    id: String(COURSES['Course Two']),
    site: ACADEMY.subdomain,
  })
  await installation.settle()
  await yoga.submit(FORMS.retry(await yoga.entry('oda-workshop')))
  await installation.settle()
  await yoga.submit(FORMS.replay(await yoga.entry('lee-unknown')))
  await installation.settle()
  await yoga.submit(FORMS.ruleCopies(formId(101)), { id: formId(130) })
  await installation.later(HOUR_MS)
}

export function samcart(type: string, name: string, order: Record<string, unknown>, product: string = PRODUCTS.yoga) {
  return {
    type,
    api_key: null,
    product: { id: Number(product), name: 'As SamCart calls it', price: '97.00', transaction_id: `ch_${name}` },
    customer: { first_name: name, last_name: 'Byron', email: `${name}@example.com`, customer_id: 998877 },
    order: { custom_fields: [{ name: 'Company', slug: 'custom_1', value: 'Acme' }], ...order },
    processor: 'Stripe',
  }
}

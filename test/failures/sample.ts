/** 200 orders and 20 refunds, and the calls they make, in the pure core as with the queue and its objects. */
import type { Trigger } from '../../src/model/trigger'
import { ACADEMY_BUNDLES, ACADEMY_COURSES } from '../simulator/academy'
import type { Owner } from '../simulator/owner'
import type { Simulator } from '../simulator/simulator'

const SECOND_MS = 1_000
const BEGINNING = Date.UTC(2026, 5, 1, 9)
const ORDERS = 200
const CUSTOMERS = 140
const REFUNDS = 20

interface Sale {
  product: string
  create: string
  expire: string
  target: number
}

/** What is sold, and where it leads. */
export const SOLD: Sale[] = [
  { product: 'two', create: 'create_course', expire: 'expire_course', target: ACADEMY_COURSES['Course Two'] },
  { product: 'yin', create: 'create_course', expire: 'expire_course', target: ACADEMY_COURSES['Yin for Busy People'] },
  { product: 'path', create: 'create_bundle', expire: 'expire_bundle', target: ACADEMY_BUNDLES['Beginner Path'] },
]
/** In no bundle that is sold: what a customer buys besides. */
const BESIDES: Sale = {
  product: 'circle',
  create: 'create_course',
  expire: 'expire_course',
  target: ACADEMY_COURSES['Teacher Circle'],
}
export const EVERYTHING = [...SOLD, BESIDES]

export interface SaleEvent {
  type: Trigger
  id: string
  at: number
  email: string
  order: string
  product: string
}

/** 140 customers, 60 of whom buy twice. */
export const orders: SaleEvent[] = Array.from({ length: ORDERS }, (_, n) => ({
  type: 'product.purchased',
  id: `sale-${n}`,
  at: BEGINNING + n * SECOND_MS,
  order: `sample ${n}`,
  email: `sample-${n % CUSTOMERS}@example.com`,
  product: (n < CUSTOMERS ? SOLD[n % SOLD.length] : BESIDES)?.product ?? '',
}))
export const refunds: SaleEvent[] = orders.slice(0, REFUNDS).map((one, n) => ({
  ...one,
  type: 'product.refunded',
  id: `refund-${n}`,
  at: one.at + 3_600 * SECOND_MS,
}))

/** Who is new is made, who is known is not; each order is one call, each refund too; what a bundle holds is read once. */
export function expectedCalls(): string[] {
  const emails = [...new Set(orders.map(({ email }) => email))]
  const made = emails.map((email) => `POST /users ${email} Ada Byron`)
  const opened = orders.map(({ email, product, at }) => `POST ${targetOf(product)} ${email} from ${iso(at)}`)
  const closed = refunds.map(({ email, product, at }) => {
    return `PUT ${targetOf(product)} ${email} from ${iso(at - 3_600 * SECOND_MS)} to the past`
  })
  const read = `GET /bundles/${ACADEMY_BUNDLES['Beginner Path']}`
  return [...made, ...opened, ...closed, read].sort()
}

/**
 * The calls a Thinkific got, in the same words: people by their emails, enrollments by person and course. How often a bundle
 * is read depends on how many minutes a run takes.
 */
export function callsIn(simulator: Simulator): string[] {
  const { data } = simulator.site('academy')
  const emailOf = (id: unknown) => data.users.get(Number(id))?.email
  return simulator.calls
    .map(({ at, method, path, body }) => {
      if (body === null) {
        return `${method} ${path}`
      }
      const fields = body as Record<string, string>
      if (path === '/users') {
        return `${method} /users ${fields.email} ${fields.first_name} ${fields.last_name}`
      }
      const [, kind, id] = path.split('/')
      const row = data.enrollments.get(Number(id))
      const known = kind === 'enrollments' && row !== undefined
      const target = kind === 'bundles' ? `/bundles/${id}` : `/courses/${known ? row.courseId : fields.course_id}`
      const end = fields.expiry_date == null ? '' : Date.parse(fields.expiry_date) < at ? ' to the past' : ' to come'
      return `${method} ${target} ${emailOf(known ? row.userId : fields.user_id)} from ${fields.activated_at}${end}`
    })
    .filter((call, index, all) => !call.startsWith('GET /bundles/') || all.indexOf(call) === index)
    .sort()
}

/** Gives a site what is sold. */
export function stock(owner: Owner): void {
  for (const [name, id] of Object.entries(ACADEMY_COURSES)) {
    owner.addCourse({ id, name })
  }
  owner.addBundle({ id: ACADEMY_BUNDLES['Beginner Path'], name: 'Beginner Path', courseIds: [1001, 1002, 1005] })
}

function targetOf(product: string): string {
  const sold = EVERYTHING.find((one) => one.product === product)
  return sold?.create === 'create_bundle' ? `/bundles/${sold.target}` : `/courses/${sold?.target}`
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

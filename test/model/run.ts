/** One history, lived through by the product and told to the model. */
import type { Settler } from '../../src/integrations/kind'
import type { Call } from '../simulator/calls'
import type { Email } from '../simulator/emails'
import type { Owner } from '../simulator/owner'
import { createSimulator, type Simulator } from '../simulator/simulator'
import { Clock } from './clock'
import type { CustomerTruth, History } from './histories'
import { access } from './model'
import { KEY } from './object'
import { Product } from './product'
import { BUNDLES, COURSES, SITE } from './setups'
import { BEGINNING } from './stories'

const DAY_MS = 86_400_000
/** Where `expiry_date: null` takes no end away, this date stands for none (thinkific-api.md). */
const FOR_EVER = Date.UTC(2099, 0)

export interface LifeOutcome {
  /** Who is in which course and until when (ISO; '∞' for ever), as Thinkific has it and as the model has it. */
  product: string[]
  model: string[]
  emails: Email[]
  users: string[]
  calls: Call[]
  /** Calls that settling everything once more made: the same firings, and all of them anew. */
  callsAgain: string[]
  callsAnew: string[]
  unsettled: string[]
  /** Calls that ended an administrator's access. */
  endings: string[]
  /** What came of every firing. */
  outcomes: string[]
}

/** @param site another site's object than the product's own, over the same simulator */
export async function live(history: History, site?: (simulator: Simulator) => Settler): Promise<LifeOutcome> {
  const clock = new Clock(BEGINNING - 200 * DAY_MS)
  const giveBack = clock.takeCharge(history.luck)
  try {
    return await liveOnce(history, clock, site)
  } finally {
    giveBack()
  }
}

async function liveOnce(
  history: History,
  clock: Clock,
  other?: (simulator: Simulator) => Settler,
): Promise<LifeOutcome> {
  const sleep = (ms: number) => new Promise<void>((done) => void clock.at(clock.now + ms, done))
  const simulator = createSimulator({ now: () => clock.now, sleep })
  const academy = simulator.addSite({ subdomain: SITE, apiKey: KEY, switches: history.switches })
  for (const id of COURSES) {
    academy.addCourse({ id: Number(id), name: id })
  }
  for (const [id, courses] of Object.entries(BUNDLES)) {
    academy.addBundle({ id: Number(id), name: id, courseIds: courses.map(Number) })
  }
  for (const customer of history.customers) {
    settle(academy, clock, customer)
  }
  for (const mishap of history.mishaps) {
    if (mishap.kind !== 'fault') {
      continue
    }
    let before = 0
    const match = ({ method }: Call) => {
      if (mishap.only !== null && method !== mishap.only) {
        return false
      }
      before += 1
      return before > mishap.after
    }
    simulator.faults.add({ ...mishap, kind: mishap.fault, match })
  }
  const product = new Product(history, simulator, clock, other?.(simulator))
  for (const { at, event } of history.deliveries) {
    product.arrives(event, at)
  }
  await clock.quiet()
  const at = clock.now
  const students = history.customers.filter(({ administrator }) => !administrator)
  const open = students.flatMap(({ email }) =>
    [...academy.access(email), ...academy.access(moved(email))]
      .filter(({ until, state }) => state !== 'trial' && (until === null || until > at))
      .map(({ courseId, until }) => describeAccess(email, String(courseId), until)),
  )
  const right = students.flatMap(({ email, found, happened }) =>
    [...access(history.rules, BUNDLES, found, happened, at)].map(([course, until]) =>
      describeAccess(email, course, until),
    ),
  )
  const { emails, calls } = simulator
  const endings = endingsOf(academy, history.customers, calls)
  const state = { product: open.sort(), model: right.sort(), emails: [...emails], calls: [...calls], endings }
  const users = [...academy.data.users.values()].map(({ email }) => email.toLowerCase())
  const unsettled = product.fired.filter(({ settling }) => !settling?.final).map(({ open }) => open.firing.id)
  simulator.faults.clear()
  const outcomes = product.fired.map(({ open: { firing }, settling }) => {
    const what = settling?.final ? `${settling.outcome}: ${settling.sentence}` : 'not settled'
    return `${firing.id} ${firing.rule.action} ${firing.rule.target.id}: ${what}`
  })
  return { ...state, users, unsettled, outcomes, ...(await again(product, simulator, clock, other !== undefined)) }
}

/** What Thinkific's owner does about a customer. */
function settle(academy: Owner, clock: Clock, { email, administrator, movesAt, found }: CustomerTruth): void {
  if (movesAt !== null) {
    clock.at(movesAt, () => {
      const user = academy.user(email)
      if (user) {
        academy.changeEmail(user.id, moved(email))
      }
    })
  }
  if (found.length === 0 && !administrator) {
    return
  }
  const { id: userId } = academy.addUser({ email, roles: administrator ? ['site_admin'] : [] })
  for (const { target, activatedAt, until: expiryDate } of found) {
    const dates = { userId, activatedAt, expiryDate }
    const id = Number(target.id)
    const enroll = () =>
      target.kind === 'course'
        ? academy.enroll({ ...dates, courseId: id })
        : academy.enrollInBundle({ ...dates, bundleId: id })
    clock.at(activatedAt, () => void enroll())
  }
}

function moved(email: string): string {
  return `new-${email}`
}

/** Calls that end an administrator's access: there are to be none. */
function endingsOf(academy: Owner, customers: CustomerTruth[], calls: Call[]): string[] {
  const administrators = customers.filter(({ administrator }) => administrator)
  const ids = administrators.map(({ email }) => academy.user(email)?.id)
  const enrollments = [...academy.data.enrollments.values()].filter(({ userId }) => ids.includes(userId))
  return calls
    .filter(({ body, path, at }) => {
      const { user_id: user, expiry_date: end } = { ...(body as Record<string, unknown> | null) }
      const theirs = ids.includes(Number(user)) || enrollments.some(({ id }) => path === `/enrollments/${id}`)
      return theirs && typeof end === 'string' && Date.parse(end) <= at
    })
    .map(({ method, path }) => `${method} ${path}`)
}

async function again(product: Product, simulator: Simulator, clock: Clock, blind: boolean) {
  if (blind) {
    return { callsAgain: [], callsAnew: [] }
  }
  const before = simulator.calls.length
  const settled = product.settleAgain()
  await clock.quiet()
  await settled
  const between = simulator.calls.length
  const decided = product.settleAgain('~2')
  await clock.quiet()
  await decided
  const made = simulator.calls.map(({ method, path }) => `${method} ${path}`)
  return { callsAgain: made.slice(before, between), callsAnew: made.slice(between) }
}

function describeAccess(email: string, course: string, until: number | null): string {
  const end = until === null || until >= FOR_EVER ? '∞' : new Date(until - (until % 1000)).toISOString()
  return `${email.split('@')[0]} ${course} ${end}`
}

/** "Ends": when access given by an event is over, and when an ending takes effect. Infinity stands for no end. */
import { addDays, dayOf, endOf, startOf } from './calendar'
import { isImpliedCancel } from './dunning'
import { isPayment, type Purchase } from './purchase'
import { type Day, type Fact, type Instant, type RuleTerms, valueAt, type World } from './terms'

const DAY_MS = 86_400_000
export const NEVER = Number.POSITIVE_INFINITY
/** Cancels that may name the end of the paid period. */
const NAMES_PERIOD = new Set(['subscription.canceled', 'subscription.paused'])

/** The zone as it was set when something about the event was first computed. */
export function zoneFor({ report: { marketplace }, arrived }: Fact, { zones }: World): string {
  return valueAt(zones[marketplace], arrived) ?? 'UTC'
}

export function startAfter({ starts }: RuleTerms, fact: Fact, world: World): Instant {
  const zone = zoneFor(fact, world)
  switch (starts.kind) {
    case 'at once':
      return fact.at
    case 'days':
      return fact.at + starts.days * DAY_MS
    case 'on':
      return Math.max(fact.at, startOf(starts.day, zone))
  }
}

/** @param from the day the days count from; @param added days left of other purchases */
export function endOfAccess({ lasts }: RuleTerms, fact: Fact, from: Instant, added: number, world: World): Instant {
  const zone = zoneFor(fact, world)
  switch (lasts.kind) {
    case 'no end':
      return NEVER
    case 'days':
      return added === NEVER ? NEVER : endOf(addDays(dayOf(from, zone), lasts.days + added), zone)
    case 'until':
      return endOf(lasts.day, zone)
  }
}

/** An event, the purchase it acts on, and the one it is about, which differ where a plan was switched. */
interface Happening {
  fact: Fact
  purchase: Purchase
  source: Purchase
}

/** When an expire rule's end is reached, after its event. */
export function endOfRule({ ends }: RuleTerms, { fact, purchase, source }: Happening, world: World): Instant {
  const zone = zoneFor(fact, world)
  if (ends.kind === 'at once' || fact.type === 'subscription.expired') {
    return fact.at
  }
  return ends.kind === 'days'
    ? endOf(addDays(dayOf(fact.at, zone), ends.days), zone)
    : Math.max(fact.at, endOfPaidPeriod(ends.days, { fact, purchase, source }, world))
}

/** The end of the period a payment paid for: as it names it, else so many days later. */
export function endOfPayment(payment: Fact, days: number, world: World): Instant {
  const zone = zoneFor(payment, world)
  const { periodEnd } = payment.report
  const last: Day = periodEnd === null ? addDays(dayOf(payment.at, zone), days) : dayOf(periodEnd, zone)
  return endOf(last, zone)
}

function endOfPaidPeriod(days: number, { fact, purchase: { facts }, source }: Happening, world: World): Instant {
  const position = facts.indexOf(fact)
  const before = position < 0 ? facts.filter(({ at }) => at <= fact.at) : facts.slice(0, position + 1)
  const payment = before.findLast(isPayment)
  const named = namesPeriod(fact, source.facts, world) ? endOfPayment(fact, 0, world) : null
  if (payment === undefined) {
    return named ?? endOfPayment({ ...fact, report: { ...fact.report, periodEnd: null } }, days, world)
  }
  const counted = endOfPayment(payment, days, world)
  // A payment that names no period takes nothing from one that an earlier payment named.
  const earlier = before.filter((one) => isPayment(one) && one.report.periodEnd !== null)
  const paid =
    payment.report.periodEnd === null
      ? Math.max(counted, ...earlier.map((one) => endOfPayment(one, days, world)))
      : counted
  // A period that is only assumed gives way to one that is named.
  return named !== null && payment.report.periodEnd === null ? named : Math.max(named ?? 0, paid)
}

/** A cancellation outside dunning. */
function namesPeriod(fact: Fact, facts: Fact[], { failures }: World): boolean {
  return (
    NAMES_PERIOD.has(fact.type) &&
    fact.report.periodEnd !== null &&
    !isImpliedCancel(fact, facts, failures) &&
    !isInDunning(fact, facts)
  )
}

function isInDunning(fact: Fact, facts: Fact[]): boolean {
  const before = facts.slice(0, Math.max(0, facts.indexOf(fact)))
  const last = before.findLast(({ type }) => type in CYCLE)
  return last !== undefined && CYCLE[last.type] === 'begins'
}

const CYCLE: Partial<Record<Fact['type'], 'begins' | 'ends'>> = {
  'product.purchased': 'ends',
  'subscription.charge_failed': 'begins',
  'subscription.delinquent': 'begins',
  'subscription.charged': 'ends',
  'subscription.recovered': 'ends',
  'subscription.completed': 'ends',
  'subscription.restarted': 'ends',
  'subscription.resumed': 'ends',
  'subscription.uncanceled': 'ends',
}

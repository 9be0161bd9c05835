/**
 * The reference model: who may be where, and until when, from design section 6 alone. It knows the truth (which purchase
 * an event was about, what it meant) and everything that happened, in order; no deliveries, no calls, no faults.
 */
import { isCreateAction } from '../../src/integrations/thinkific/actions'
import type { Rule, Target } from '../../src/model/rule'
import { ENDING_TRIGGERS, type Trigger } from '../../src/model/trigger'

const DAY_MS = 86_400_000
const NEVER = Number.POSITIVE_INFINITY

/** One product of one event. Times in epoch ms. */
export interface Happening {
  event: string
  marketplace: string
  at: number
  type: Trigger
  /** What it means in its subscription's story, told in order. */
  triggers: readonly Trigger[]
  product: string
  purchase: string
  /** A subscription, rather than a one-time purchase. */
  recurring: boolean
  /** Told without any id: what is bought after a refund may be another purchase. */
  nameless: boolean
  test: boolean
  /** The end of the period paid for, where the sender names it. */
  periodEnd: number | null
}

/** Access that was in Thinkific before us: to a course, or to a bundle and all its courses. */
export interface Found {
  target: Target
  courses: readonly string[]
  activatedAt: number
  until: number | null
}

/** The courses of every bundle. */
export type Bundles = Readonly<Record<string, readonly string[]>>

/** A grant, as far as one course goes: "a bundle's grant is a grant of each of its courses". */
interface Claim {
  course: string
  target: string
  /** Null: unknown origin. */
  purchase: string | null
  from: number
  end: number
  test: boolean
}

export interface Act {
  happening: Happening
  rule: Rule
  target: string
  courses: readonly string[]
  stage: 'create' | 'ending' | 'removal'
}

/** One customer's open courses and when each ends (null: never). @param at the moment asked about */
export function access(rules: Rule[], bundles: Bundles, found: Found[], happened: Happening[], at: number) {
  const acts = happened.flatMap((one) => actsOf(one, rules, bundles)).sort(inOrder)
  const reaches = (course: string) => (act: Act) => act.stage === 'create' && act.courses.includes(course)
  const claims: Claim[] = found
    .filter(
      (row) =>
        !adopted(
          row,
          acts.find((act) => row.courses.some((course) => reaches(course)(act))),
        ),
    )
    .flatMap(({ target, courses, activatedAt: from, until }) =>
      courses.map((course) => ({
        ...{ course, target: named(target), purchase: null, from, end: until ?? NEVER, test: false },
      })),
    )
  /** When refunds of one-time purchases ended their targets: no purchase told afterwards re-opens them. */
  const refunds = new Map<string, number>()

  for (const act of acts) {
    const { target, courses, rule, happening } = act
    const { purchase, at: from, test } = happening
    const own = (claim: Claim) => claim.purchase === purchase && claim.target === target
    if (act.stage === 'create') {
      cut(claims.filter(own), from)
      const lasts = rule.options.accessDays === null ? NEVER : from + rule.options.accessDays * DAY_MS
      const end = Math.min(lasts, refunds.get(`${purchase} ${target}`) ?? NEVER)
      claims.push(...courses.map((course) => ({ course, target, purchase, from, end, test })))
      continue
    }
    const unknown = (claim: Claim) =>
      claim.purchase === null &&
      (claim.target === target || rule.target.kind === 'course') &&
      !acts.filter(reaches(claim.course)).some((create) => create.happening.purchase === purchase)
    const removed = (claim: Claim) => rule.target.kind === 'course' || claim.target === target
    const reached = claims.filter(({ course }) => courses.includes(course))
    const ended = reached.filter((claim) => (act.stage === 'removal' ? removed(claim) : own(claim) || unknown(claim)))
    const end = endOf(rule, happening, happened)
    if (rule.trigger === 'product.refunded' && !happening.recurring && !happening.nameless) {
      refunds.set(`${purchase} ${target}`, end)
    }
    cut([...ended, ...reached.filter((claim) => claim.test)], end)
  }
  const live = claims.filter((claim) => claim.end > at && counts(claim, claims))
  const open = new Map<string, number>()
  for (const { course, end } of live) {
    open.set(course, Math.max(open.get(course) ?? 0, end))
  }
  return new Map([...open].map(([course, end]) => [course, end === NEVER ? null : end]))
}

/**
 * What the merchant's rules say to one happening; of two triggers for one target the event's own decides, and Delinquent
 * over the Canceled that comes with it.
 */
export function actsOf(happening: Happening, rules: Rule[], bundles: Bundles): Act[] {
  const acting = rules.filter(
    ({ on, marketplace, product, trigger, options }) =>
      on &&
      marketplace === happening.marketplace &&
      (product === '*' || product === happening.product) &&
      happening.triggers.includes(trigger) &&
      !(options.skipTest && happening.test),
  )
  const targetsOf = (trigger: Trigger) =>
    acting.filter((rule) => rule.trigger === trigger).map((rule) => named(rule.target))
  const yields = ({ trigger, target }: Rule) =>
    trigger !== happening.type &&
    (targetsOf(happening.type).includes(named(target)) ||
      (trigger === 'subscription.canceled' && targetsOf('subscription.delinquent').includes(named(target))))
  return acting
    .filter((rule) => !yields(rule))
    .map((rule) => ({
      ...{ happening, rule, target: named(rule.target), stage: stageOf(rule) },
      courses: rule.target.kind === 'course' ? [rule.target.id] : (bundles[rule.target.id] ?? []),
    }))
}

function stageOf({ action, trigger, options }: Rule): Act['stage'] {
  if (isCreateAction(action)) {
    return 'create'
  }
  return ENDING_TRIGGERS.has(trigger) && !options.removeAlways ? 'ending' : 'removal'
}

/** "At equal times: …; within one event creates, endings, removals; then by id." */
const TIES: Trigger[][] = [
  ['product.purchased', 'subscription.charged'],
  ['subscription.charge_failed', 'subscription.delinquent', 'subscription.canceled', 'subscription.completed'],
  ['subscription.recovered', 'subscription.restarted'],
  ['product.refunded', 'product.partially_refunded'],
]
const STAGES: Act['stage'][] = ['create', 'ending', 'removal']

function inOrder(one: Act, other: Act): number {
  const rank = ({ happening }: Act) => TIES.findIndex((types) => types.includes(happening.type))
  const [id, otherId] = [one.happening.event, other.happening.event]
  if (id === otherId) {
    return STAGES.indexOf(one.stage) - STAGES.indexOf(other.stage)
  }
  return one.happening.at - other.happening.at || rank(one) - rank(other) || (id < otherId ? -1 : 1)
}

/** Whether access found belongs to the purchase at hand, that of the first create to meet it. */
function adopted({ activatedAt }: Found, first: Act | undefined): boolean {
  if (!first) {
    return false
  }
  const restoring: Trigger[] = ['subscription.charged', 'subscription.recovered', 'subscription.restarted']
  return activatedAt >= first.happening.at || restoring.includes(first.rule.trigger)
}

/** When an expire ends access: at once, days later, or when what was paid for (the last of it, whenever told) is used up. */
function endOf({ options: { end } }: Rule, happening: Happening, happened: Happening[]): number {
  if (end.when === 'at_once') {
    return happening.at
  }
  if (end.when === 'later') {
    return happening.at + end.days * DAY_MS
  }
  const own = happened.filter((one) => one.purchase === happening.purchase).sort((one, other) => one.at - other.at)
  const named = own.findLast(({ periodEnd }) => periodEnd !== null)
  const payment = own.findLast(({ triggers }) => triggers.some((trigger) => PAYING.includes(trigger)))
  const counted = payment === undefined ? happening.at : payment.at + end.days * DAY_MS
  if (named === undefined || named.periodEnd === null) {
    return counted
  }
  return payment !== undefined && payment.at > named.at ? Math.max(named.periodEnd, counted) : named.periodEnd
}

const PAYING: readonly Trigger[] = [
  'product.purchased',
  'subscription.charged',
  'subscription.recovered',
  'subscription.completed',
]

/** "A test event's grant never keeps anyone in": it counts only where no other claim came after it or lasted till then. */
function counts(claim: Claim, claims: Claim[]): boolean {
  return !claim.test || !claims.some((one) => !one.test && one.course === claim.course && one.end > claim.from)
}

/** Ends claims; an end never lengthens. */
function cut(claims: Claim[], end: number): void {
  for (const claim of claims) {
    claim.end = Math.min(claim.end, end)
  }
}

function named(target: Target): string {
  return `${target.kind} ${target.id}`
}

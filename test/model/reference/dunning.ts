/** What each fact of a purchase means where its subscription stands: the triggers it fires (section 5). */
import { mainTrigger } from '../../../src/model/event-type'
import type { Trigger } from '../../../src/model/trigger'
import type { Fact } from './terms'

const HOUR_MS = 3_600_000
const RESTARTS = new Set(['subscription.restarted', 'subscription.resumed', 'subscription.uncanceled'])

export function isRestart({ type }: Fact): boolean {
  return RESTARTS.has(type)
}

/** A delinquency, reported or (from a sender of facts) reached by failures. */
export function isDelinquency({ type, report }: Fact, failures: number): boolean {
  const reached = report.dialect === 'facts' && (report.failedAttempts ?? 0) >= failures
  return type === 'subscription.delinquent' || (type === 'subscription.charge_failed' && reached)
}

/** A Cancel within an hour of a Delinquent of the same subscription, before or after, is the one it implies. */
export function isImpliedCancel(fact: Fact, facts: Fact[], failures: number): boolean {
  return (
    fact.type === 'subscription.canceled' &&
    facts.some((other) => isDelinquency(other, failures) && Math.abs(other.at - fact.at) <= HOUR_MS)
  )
}

/** A transition reported twice fires once; a state holds until what ends it. */
interface State {
  /** Triggers already fired in this dunning cycle; null outside one. */
  cycle: Set<Trigger> | null
  /** When it fell delinquent in this cycle. */
  delinquentAt: number | null
  /** Cancels that stand, by type. */
  canceled: Set<string>
  /** Since when; `stated` where the sender said so, rather than by a charge alone. */
  recovered: { at: number; stated: boolean } | null
  /** The last payment, by its first report; `charged` once a charge was reported for it. */
  payment: { at: number; charged: boolean } | null
  restarted: boolean
  completed: boolean
}

/** The triggers of each fact. */
export type Fired = Map<Fact, Trigger[]>

/** Worked out before whose purchase it is: a history is that of the subscription, else order, else customer it names. */
export function fireAll(facts: Fact[], failures: number): Fired {
  const triggers: Fired = new Map(facts.map((fact) => [fact, [mainTrigger(fact.type) ?? []].flat()]))
  for (const story of Map.groupBy(facts, storyOf).values()) {
    if (story.every((fact) => !hasStory(fact))) {
      continue
    }
    const buyers = new Set(story.filter(({ type }) => type === 'product.purchased').map(({ email }) => email))
    // An id that several customers bought under names a plan.
    const whole = buyers.size > 1 ? [] : [...run(story, failures)]
    const own = [...Map.groupBy(story, ({ email }) => email).values()].flatMap((events) => [...run(events, failures)])
    for (const fact of story) {
      const fired = [...whole, ...own].filter(([one]) => one === fact).flatMap(([, triggers]) => triggers)
      triggers.set(fact, [...new Set(fired)])
    }
  }
  return triggers
}

function hasStory({ type, ids }: Fact): boolean {
  return type.startsWith('subscription.') || ids.subscription !== null
}

function storyOf(fact: Fact): string {
  const { email, product, report, ids } = fact
  const about = [report.marketplace, report.test, product]
  const name = ids.subscription ?? ids.order
  const kind = ids.subscription !== null ? 'subscription' : ids.order !== null ? 'order' : 'customer'
  return JSON.stringify([hasStory(fact) ? kind : fact.key, name ?? email, ...about])
}

function run(facts: Fact[], failures: number): Fired {
  const state: State = {
    cycle: null,
    delinquentAt: null,
    canceled: new Set(),
    recovered: null,
    payment: null,
    restarted: false,
    completed: false,
  }
  return new Map(facts.map((fact) => [fact, [...new Set(fire(fact, facts, state, failures))]]))
}

function fire(fact: Fact, facts: Fact[], state: State, failures: number): Trigger[] {
  const { type } = fact
  const derives = fact.report.dialect === 'facts'
  switch (type) {
    case 'subscription.charge_failed':
    case 'subscription.delinquent':
      return fall(fact, state, failures)
    case 'subscription.canceled':
    case 'subscription.paused':
    case 'subscription.expired':
      return cancel(fact, facts, state, failures)
    case 'subscription.charged':
      state.canceled.clear()
      return [
        ...(derives ? charge(fact, state) : [type]),
        ...(derives && state.cycle !== null ? recover(fact, state) : pay(fact, state)),
      ]
    case 'subscription.recovered': {
      const isRepeated = state.cycle === null && state.recovered?.stated === true && state.payment?.charged !== true
      state.canceled.clear()
      return [...recover(fact, state), ...(derives && !isRepeated ? charge(fact, state) : [])]
    }
    case 'subscription.completed': {
      const known = state.completed
      state.completed = true
      state.canceled.clear()
      const recovered = derives && state.cycle !== null ? recover(fact, state) : pay(fact, state)
      const isPaid = derives && (!known || recovered.length > 0)
      return [...(known ? [] : [type]), ...(isPaid ? charge(fact, state) : []), ...recovered]
    }
    case 'product.purchased':
      state.canceled.clear()
      state.completed = false
      endCycle(state)
      return [type]
    default:
      return isRestart(fact) ? restart(state) : [mainTrigger(type) ?? []].flat()
  }
}

/** A charge and a recovery or completion within an hour are one payment, whichever came first. */
function charge({ type, at }: Fact, state: State): Trigger[] {
  const charged = type === 'subscription.charged'
  const { payment } = state
  const isSame = payment !== null && at - payment.at <= HOUR_MS && payment.charged !== charged
  state.payment = isSame ? { at: payment.at, charged: true } : { at, charged }
  return isSame ? [] : ['subscription.charged']
}

function fall(fact: Fact, state: State, failures: number): Trigger[] {
  const { type } = fact
  const cycle = state.cycle ?? new Set<Trigger>()
  state.cycle = cycle
  const fired: Trigger[] = type === 'subscription.charge_failed' && !cycle.has(type) ? [type] : []
  for (const trigger of fired) {
    cycle.add(trigger)
  }
  state.recovered = null
  state.restarted = false
  if (isDelinquency(fact, failures)) {
    state.delinquentAt ??= fact.at
    const implied = (['subscription.delinquent', 'subscription.canceled'] as const).filter(
      (trigger) => !cycle.has(trigger),
    )
    for (const trigger of implied) {
      cycle.add(trigger)
      fired.push(trigger)
    }
  }
  return fired
}

function cancel(fact: Fact, facts: Fact[], state: State, failures: number): Trigger[] {
  const trigger = 'subscription.canceled'
  state.recovered = null
  state.restarted = false
  if (isOfDelinquency(fact, facts, state, failures)) {
    state.cycle ??= new Set()
    const known = state.cycle.has(trigger)
    state.cycle.add(trigger)
    return known ? [] : [trigger]
  }
  const known = state.canceled.has(fact.type)
  state.canceled.add(fact.type)
  return known ? [] : [trigger]
}

/** Of the one that made it delinquent: reported again, a delinquency is no transition and implies no cancel. */
function isOfDelinquency({ type, at }: Fact, facts: Fact[], { delinquentAt }: State, failures: number): boolean {
  const times = facts.filter((one) => isDelinquency(one, failures)).map((one) => one.at)
  const first = delinquentAt ?? times.find((time) => time >= at)
  return type === 'subscription.canceled' && first !== undefined && Math.abs(first - at) <= HOUR_MS
}

function endCycle(state: State): [] {
  state.cycle = null
  state.delinquentAt = null
  return []
}

function recover({ at, type }: Fact, state: State): Trigger[] {
  const stated = type === 'subscription.recovered'
  const known = state.cycle === null ? state.recovered : null
  endCycle(state)
  state.recovered = { at: known?.at ?? at, stated: known?.stated || stated }
  return known === null ? ['subscription.recovered'] : []
}

/** A payment of its own makes way for another recovery. */
function pay({ at }: Fact, state: State): [] {
  const { recovered } = state
  if (recovered?.stated && at - recovered.at > HOUR_MS) {
    state.recovered = null
  }
  return endCycle(state)
}

function restart(state: State): Trigger[] {
  endCycle(state)
  state.canceled.clear()
  state.completed = false
  const known = state.restarted
  state.restarted = true
  return known ? [] : ['subscription.restarted']
}

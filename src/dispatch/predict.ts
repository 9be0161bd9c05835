/** Predicts what an event would do and why other rules would not run. Calls nothing on the other side, changes nothing. */
import type { Env } from '../env'
import type { Offer } from '../integrations/catalog'
import { loadListed } from '../integrations/offers'
import { type Integration, listIntegrations } from '../integrations/store'
import { describeGone, isGone } from '../integrations/target-names'
import type { DueFiring } from '../journal/queries'
import type { MarketEvent } from '../model/event'
import type { FiredTrigger, Firing } from '../model/firing'
import type { Outcome } from '../model/outcome'
import { EVERY_PRODUCT, type Rule } from '../model/rule'
import { explain } from '../rules/explain'
import { listRules } from '../rules/store'
import { loadSettings } from './batch-settings'
import { createForeseeingPorts, foreseeEvent, foreseeFirings } from './foresee'

interface PredictedFiring {
  rule: Rule
  outcome: Outcome
  sentence: string
  body?: string
}

/** With its triggers per item, known from its receipt or by its own type. */
interface TriggeredEvent {
  event: MarketEvent
  fired: FiredTrigger[][]
  /** Its receipt's key, if it is from the log. */
  receipt?: string
}

export interface Prediction {
  fires: PredictedFiring[]
  /** The event's own entry, where no rule has one. */
  own: { outcome: Outcome; sentence: string } | null
  /** Rules that would not run, with the reason: those matching the event's products, and the one asked about. */
  others: { rule: Rule; why: string }[]
}

/** An event that would arrive now, as its receipt and the ledger would take it. @param about explained whatever its trigger */
export async function predictArrival(env: Env, arriving: MarketEvent, about: Rule | null): Promise<Prediction> {
  const [{ event, fired, firings, own }, rules, integrations] = await Promise.all([
    foreseeEvent(arriving, createForeseeingPorts(env)),
    listRules(env.DB, arriving.marketplace),
    listIntegrations(env.DB, arriving.marketplace),
  ])
  const acting = firings.map(({ firing: { rule } }) => rule.id)
  const others = explain(event, fired, listConcerned(rules, event, about))
    .filter(({ rule }) => !acting.includes(rule.id))
    .map((one) => ({ rule: one.rule, why: one.fires ? NOT_ITS_TURN : one.why }))
  const listed = await loadListed(
    env,
    integrations,
    firings.map(({ firing }) => firing.rule),
  )
  return { fires: sayWhatIsGone(listed, sayWhatWaits(integrations, firings)), own, others }
}

const NOT_ITS_TURN = 'Another rule acts for this event.'

/** An event that fired before, or whose triggers are its own: what its rules would do now. */
export async function predictTriggered(
  env: Env,
  { event, fired, receipt }: TriggeredEvent,
  about: Rule | null,
): Promise<Prediction> {
  const [rules, settings, integrations] = await Promise.all([
    listRules(env.DB, event.marketplace),
    loadSettings(env.DB, [], [event.marketplace]),
    listIntegrations(env.DB, event.marketplace),
  ])
  const explanations = explain(event, fired, listConcerned(rules, event, about), receipt)
  const due = explanations.flatMap((one) =>
    one.fires ? [{ event, firing: one.firing, origin: 'event' as const, person: null }] : [],
  )
  const { firings } = await foreseeFirings(due, settings, createForeseeingPorts(env))
  const others = explanations.flatMap((one) => (one.fires ? [] : [{ rule: one.rule, why: one.why }]))
  const listed = await loadListed(
    env,
    integrations,
    firings.map(({ firing }) => firing.rule),
  )
  return { fires: sayWhatIsGone(listed, sayWhatWaits(integrations, firings)), own: null, others }
}

function listConcerned(rules: Rule[], { items }: MarketEvent, about: Rule | null): Rule[] {
  const products = new Set([EVERY_PRODUCT, ...items.map(({ productId }) => productId)])
  return rules.filter((rule) => rule.id === about?.id || products.has(rule.product))
}

/** For a rule's firings for several customers: what each would do alone. Rejects while its site does not answer. */
export async function loadPredictor(env: Env, rule: Rule): Promise<(due: DueFiring) => Promise<PredictedFiring>> {
  const [settings, integrations] = await Promise.all([
    loadSettings(env.DB, [], [rule.marketplace]),
    listIntegrations(env.DB, rule.marketplace),
  ])
  const listed = await loadListed(env, integrations, [rule])
  return async (due) => {
    const { firings } = await foreseeFirings([due], settings, createForeseeingPorts(env))
    const [only] = sayWhatIsGone(listed, sayWhatWaits(integrations, firings))
    if (only === undefined) {
      throw new Error('nothing was foreseen')
    }
    return only
  }
}

/** An integration at fault parks its firings. */
function sayWhatWaits(
  integrations: Integration[],
  firings: ({ firing: Firing } & Omit<PredictedFiring, 'rule'>)[],
): PredictedFiring[] {
  return firings.map(({ firing: { rule }, ...foreseen }) => {
    const atFault = integrations.find(({ id, problem }) => id === rule.integration && problem !== null)
    return atFault === undefined
      ? { rule, ...foreseen }
      : {
          rule,
          ...foreseen,
          outcome: 'waiting',
          sentence: `${atFault.name} needs attention. Once that is fixed: ${foreseen.sentence}`,
        }
  })
}

const GIVES: readonly Outcome[] = ['enrolled', 'renewed']

/** The site's list, as last refreshed, says what only a call would: that a course is gone. */
function sayWhatIsGone(listed: (rule: Rule) => Offer[] | null, fires: PredictedFiring[]): PredictedFiring[] {
  return fires.map((one) => {
    const { target } = one.rule
    return GIVES.includes(one.outcome) && isGone(target, listed(one.rule))
      ? {
          ...one,
          outcome: 'target missing',
          sentence: describeGone(target),
        }
      : one
  })
}

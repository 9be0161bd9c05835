/** Predicts what each rule would do with an event. Calls nothing on the other side, changes nothing. */
import type { Context } from 'hono'
import { loadSettings } from '../../dispatch/batch-settings'
import { buildJob } from '../../dispatch/build-job'
import { KINDS } from '../../integrations'
import type { MarketEvent } from '../../model/event'
import type { FiredTrigger, Firing } from '../../model/firing'
import type { Outcome } from '../../model/outcome'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import { explain } from '../../rules/explain'
import { listRules } from '../../rules/store'
import type { Web } from '../http/context'

interface FiringExplanation {
  rule: Rule
  outcome: Outcome
  sentence: string
  body?: string
}

export interface ExplanationLine {
  fires: FiringExplanation[]
  /** Rules that would not run, with the reason: those matching the event's products, and the one asked about. */
  others: { rule: Rule; why: string }[]
}

/** @param fired triggers per item @param about explained whatever its trigger */
export async function explainRules(
  c: Context<Web>,
  event: MarketEvent,
  fired: FiredTrigger[][],
  about: Rule | null,
): Promise<ExplanationLine> {
  const { marketplace, items } = event
  const [rules, settings] = await Promise.all([
    listRules(c.env.DB, marketplace),
    loadSettings(c.env.DB, [], [marketplace]),
  ])
  const products = new Set([EVERY_PRODUCT, ...items.map(({ productId }) => productId)])
  const explanations = explain(
    event,
    fired,
    rules.filter((rule) => rule.id === about?.id || products.has(rule.product)),
  )
  const others = explanations.flatMap((one) => (one.fires ? [] : [{ rule: one.rule, why: one.why }]))
  const fires = explanations.flatMap((one) => (one.fires ? [one.firing] : []))
  return { fires: await Promise.all(fires.map(outcomeOf)), others }

  async function outcomeOf(firing: Firing): Promise<FiringExplanation> {
    const { rule } = firing
    const job = buildJob({ event, firing, origin: 'event', person: null }, settings)
    if (job === null) {
      return { rule, outcome: 'not understood', sentence: 'The event names no customer.' }
    }
    const { kind, site } = job.integration
    return { rule, ...(await KINDS.get(kind).settler(c.env, site).explain(job)) }
  }
}

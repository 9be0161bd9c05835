/** Predicts what each rule would do with an event. Calls nothing on the other side, changes nothing. */
import type { Context } from 'hono'
import { loadSettings } from '../../dispatch/batch-settings'
import { buildJob } from '../../dispatch/build-job'
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import { listIntegrations } from '../../integrations/store'
import type { DueFiring } from '../../journal/queries'
import type { MarketEvent } from '../../model/event'
import type { FiredTrigger } from '../../model/firing'
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

export interface ExplainedEvent {
  event: MarketEvent
  /** Triggers per item. */
  fired: FiredTrigger[][]
  /** Its receipt's key, if it is from the log. */
  receipt?: string
}

export interface ExplanationLine {
  fires: FiringExplanation[]
  /** Rules that would not run, with the reason: those matching the event's products, and the one asked about. */
  others: { rule: Rule; why: string }[]
}

/** @param about explained whatever its trigger */
export async function explainRules(
  c: Context<Web>,
  { event, fired, receipt }: ExplainedEvent,
  about: Rule | null,
): Promise<ExplanationLine> {
  const { marketplace, items } = event
  const [rules, explainFiring] = await Promise.all([
    listRules(c.env.DB, marketplace),
    loadExplainer(c.env, marketplace),
  ])
  const products = new Set([EVERY_PRODUCT, ...items.map(({ productId }) => productId)])
  const explanations = explain(
    event,
    fired,
    rules.filter((rule) => rule.id === about?.id || products.has(rule.product)),
    receipt,
  )
  const others = explanations.flatMap((one) => (one.fires ? [] : [{ rule: one.rule, why: one.why }]))
  const fires = explanations.flatMap((one) => (one.fires ? [one.firing] : []))
  return { fires: await Promise.all(fires.map((firing) => explainFiring({ event, firing, origin: 'event' }))), others }
}

type ExplainFiring = (work: Pick<DueFiring, 'event' | 'firing' | 'origin'>) => Promise<FiringExplanation>

export async function loadExplainer(env: Env, marketplace: string): Promise<ExplainFiring> {
  const [settings, integrations] = await Promise.all([
    loadSettings(env.DB, [], [marketplace]),
    listIntegrations(env.DB, marketplace),
  ])
  return async (work) => {
    const { rule } = work.firing
    const job = buildJob({ ...work, person: null }, settings)
    if (job === null) {
      return { rule, outcome: 'not understood', sentence: 'The event names no customer.' }
    }
    const { id, name, kind, site } = job.integration
    const explained = await KINDS.get(kind).settler(env, site).explain(job)
    const waits = integrations.some((one) => one.id === id && one.problem !== null)
    return waits ? { rule, ...explained, ...sayWaits(name, explained.sentence) } : { rule, ...explained }
  }
}

/** An integration at fault parks its firings. */
function sayWaits(integration: string, then: string): { outcome: Outcome; sentence: string } {
  return { outcome: 'waiting', sentence: `${integration} needs attention. Once that is fixed: ${then}` }
}

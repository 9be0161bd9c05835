/** Gives events to their journal, each with the rules it could fire. */

import type { Arrival, ReceiveResult } from '../journal/queries'
import { withTimeout } from '../limits/timeout'
import type { MarketEvent } from '../model/event'
import { EVERY_PRODUCT, type Rule } from '../model/rule'
import type { BatchSettings } from './batch-settings'
import { listCandidatesOf } from './candidate-triggers'
import { D1_ANSWERS_MS, type DispatchPorts, JOURNAL_ANSWERS_MS, type JournalPort } from './ports'
import { addProductNames } from './product-names'

type Received = ReceiveResult | null
type ReceivingJournal = Pick<JournalPort, 'receiveAll'>

export async function sendArrivals(
  journal: ReceivingJournal,
  events: MarketEvent[],
  { names, rules }: BatchSettings,
  ports: Pick<DispatchPorts, 'settings'>,
): Promise<Received[]> {
  const arrivals = events.map((event) => {
    const products = event.items.map(({ productId }) => productId)
    return { event: addProductNames(event, names), candidates: listRulesFor(event, products, rules) }
  })
  const first = await withTimeout(JOURNAL_ANSWERS_MS, journal.receiveAll(arrivals))
  return receiveSwitched(journal, arrivals, first, ports)
}

/** Events that reach products bought earlier under their subscription are received again, with those products' rules. */
async function receiveSwitched(
  journal: ReceivingJournal,
  arrivals: Arrival[],
  first: Received[],
  ports: Pick<DispatchPorts, 'settings'>,
): Promise<Received[]> {
  const switched = arrivals.flatMap((arrival, index) => {
    const { status, earlier = [] } = first[index] ?? {}
    return status === 'more' ? [{ arrival, index, earlier }] : []
  })
  if (switched.length === 0) {
    return first
  }
  const wanted = switched.flatMap(({ arrival, earlier }) => listCandidatesOf(arrival.event, earlier))
  const { rules } = await withTimeout(D1_ANSWERS_MS, ports.settings(wanted, []))
  const complete = switched.map(({ arrival: { event, candidates }, earlier }): Arrival => {
    const more = listRulesFor(event, earlier, rules).filter((rule) => !candidates.some(({ id }) => id === rule.id))
    return { event, earlier, candidates: [...candidates, ...more] }
  })
  const again = await withTimeout(JOURNAL_ANSWERS_MS, journal.receiveAll(complete))
  const all = [...first]
  for (const [at, { index }] of switched.entries()) {
    all[index] = again[at] ?? null
  }
  return all
}

function listRulesFor({ marketplace }: MarketEvent, products: string[], rules: Rule[]): Rule[] {
  return rules.filter(
    (rule) =>
      rule.marketplace === marketplace &&
      products.some((product) => rule.product === product || rule.product === EVERY_PRODUCT),
  )
}

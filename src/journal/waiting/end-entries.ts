/** What ends open entries for good: Give up, a rule switched off, an integration deleted. */
import type { FinalOutcome } from '../../model/outcome'
import type { JournalStore } from '../journal-store'
import { explainGivenUp, explainIntegrationDeleted, explainRuleOff } from '../log/sentences'
import type { PersonRequest } from '../queries'
import { listOpenResults, type Result } from '../receipts/receipt'
import type { OpenEntry } from './open-entry'

/** Ends open entries for good. Returns how many. */
export function giveUpEntries(store: JournalStore, ids: string[], person: string, now: number): number {
  return endEntries(store, ids, 'given up', () => explainGivenUp(person), { did: 'give up', person, at: now })
}

/** Ended in one step; the rest is a job's. */
export const SLICE_ENTRIES = 200

/** `left`: how many still wait. */
interface EndedSlice {
  ended: number
  left: number
}

/** Ends at most so many waiting firings of rules that were switched off or deleted; not those whose grant stands. */
export function endWaitingOfRules(store: JournalStore, rules: string[], most: number, now: number): EndedSlice {
  const isMeant = ({ rule, granted }: OpenEntry) => rule !== null && rules.includes(rule.rule.id) && !granted
  return endWaiting(store, isMeant, explainOff, most, now)
}

/** Ends at most so many waiting firings of an integration that is being deleted. */
export function endWaitingOfIntegration(
  store: JournalStore,
  { id, name }: { id: string; name: string },
  most: number,
  now: number,
): EndedSlice {
  return endWaiting(
    store,
    ({ rule }) => rule?.integration.id === id,
    () => explainIntegrationDeleted(name),
    most,
    now,
  )
}

function explainOff({ firing }: Result): string {
  return firing === null ? '' : explainRuleOff(firing)
}

function endWaiting(
  store: JournalStore,
  isMeant: (entry: OpenEntry) => boolean,
  sentence: (result: Result) => string,
  most: number,
  now: number,
): EndedSlice {
  const meant = store.waiting.listIds(isMeant)
  const request = { did: 'rule off', person: null, at: now } as const
  return {
    ended: endEntries(store, meant.slice(0, most), 'rule off', sentence, request),
    left: Math.max(meant.length - most, 0),
  }
}

function endEntries(
  store: JournalStore,
  ids: string[],
  outcome: FinalOutcome,
  sentence: (result: Result) => string,
  request: PersonRequest,
): number {
  let ended = 0
  for (const id of ids) {
    const found = store.findReadable(id)
    const result = found && listOpenResults(found.receipt).find((one) => one.n === found.result.n)
    if (!found || !result) {
      continue
    }
    store.settle(found.receipt, result, outcome, sentence(result), request.at)
    result.byHand = true
    result.asked.push(request)
    store.save(found.receipt, request.at)
    ended += 1
  }
  return ended
}

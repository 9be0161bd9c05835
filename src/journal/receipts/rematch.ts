/** Replay: runs an event against current rules. Settled firings stay; those that failed or did nothing run again. */
import { KINDS } from '../../integrations'
import type { Firing } from '../../model/firing'
import { instructionOf, isOfRule } from '../../model/instruction'
import { DONE, type FinalOutcome } from '../../model/outcome'
import { isOpenEnded } from '../../model/resolution'
import type { Rule } from '../../model/rule'
import { match } from '../../rules/match'
import type { JournalStore } from '../journal-store'
import type { PersonRequest } from '../queries'
import { entryId } from '../storage/keys'
import { newResult, type Receipt, type Result } from './receipt'
import { settleEvent, settleImmediately } from './siteless-outcomes'

/** Outcomes a replay keeps. */
const UNTOUCHED: readonly FinalOutcome[] = [...DONE, 'administrator, left alone']

/** Of one rule alone, for what happened before it. */
function nameRun({ rule }: Firing): PersonRequest['did'] {
  return KINDS.action(rule.action).effect === 'ends' ? 'apply to past endings' : 'enroll earlier buyers'
}

/** What was undone runs again: a person asks for it. */
function isKept({ outcome, resolved }: Result): boolean {
  return outcome === null || (UNTOUCHED.includes(outcome) && resolved?.how !== 'undone')
}

/** Also saves the receipt. @param candidates current rules */
export function rematch(store: JournalStore, receipt: Receipt, candidates: Rule[], now: number): void {
  const { replay } = receipt
  const person = replay?.person ?? null
  const only = replay?.rule
  receipt.replay = null
  const matched = matchAgain(receipt, candidates).filter(({ firing }) => only === undefined || isOfRule(firing, only))
  const fresh = matched.flatMap(({ firing, result }) => {
    if (!receipt.results.includes(result)) {
      receipt.results.push(result)
    } else if (isKept(result)) {
      return []
    } else {
      store.reopen(receipt, result, now, `Replayed by ${person ?? 'someone'}.`)
    }
    Object.assign(result, { firing, origin: 'replay', person })
    if (only !== undefined && replay !== null) {
      result.asked.push({ did: nameRun(firing), person, at: replay.at })
    }
    return [result]
  })
  for (const result of receipt.results) {
    const successor = findSuccessor(
      result,
      matched.map((one) => one.result),
      fresh,
    )
    if (successor !== null) {
      const entry = entryId(receipt.key, successor.n)
      store.resolve(receipt, result, { how: 'replayed', at: now, person, entry })
    }
  }
  settleImmediately(store, receipt, fresh, now)
  if (receipt.results.every((result) => result.n === 0)) {
    if (only === undefined) {
      settleEvent(store, receipt, [], now)
    }
  } else {
    dropEventEntry(store, receipt)
  }
  store.save(receipt, now)
}

/**
 * What replaces a failure after its rule changed: what the same rule did or now does with its new target, else a new run for
 * the same item and trigger.
 */
function findSuccessor(result: Result, current: Result[], fresh: Result[]): Result | null {
  const { firing } = result
  if (firing === null || !isOpenEnded(result)) {
    return null
  }
  const { action, by } = instructionOf(firing)
  const isAlike = ({ firing: other }: Result) => other?.item === firing.item && other.trigger === firing.trigger
  const isOfSameRule = (other: Firing | null) => other !== null && by.kind === 'rule' && isOfRule(other, by.id)
  const ofRule = current.find((one) => isAlike(one) && isOfSameRule(one.firing))
  return (
    ofRule ?? fresh.find((one) => isAlike(one) && one.firing && instructionOf(one.firing).action === action) ?? null
  )
}

/** Current firings, each with its existing result and id, or a new result. */
function matchAgain(receipt: Receipt, candidates: Rule[]): { firing: Firing; result: Result }[] {
  const first = Math.max(0, ...receipt.results.map((result) => result.n)) + 1
  const matched = match(receipt.event, receipt.fired, candidates, receipt.key, first).map((firing, index) => ({
    firing,
    result: receipt.results.find((one) => isSameRequest(one, firing)) ?? newResult(first + index, firing),
  }))
  const ids = new Map(matched.map(({ firing, result }) => [firing.id, entryId(receipt.key, result.n)]))
  return matched.map(({ firing, result }) => ({
    firing: {
      ...firing,
      id: ids.get(firing.id) ?? firing.id,
      yieldsTo: firing.yieldsTo === null ? null : (ids.get(firing.yieldsTo) ?? null),
    },
    result,
  }))
}

function isSameRequest({ firing }: Result, other: Firing): boolean {
  return (
    firing !== null &&
    firing.item === other.item &&
    firing.trigger === other.trigger &&
    firing.impliedBy === other.impliedBy &&
    isOfRule(firing, other.rule.id) &&
    firing.rule.action === other.rule.action &&
    firing.rule.site === other.rule.site &&
    firing.rule.target.id === other.rule.target.id
  )
}

/** Once an event fires, it has no entry of its own. */
function dropEventEntry(store: JournalStore, receipt: Receipt): void {
  if (receipt.results.some((result) => result.n === 0)) {
    receipt.results = receipt.results.filter((result) => result.n !== 0)
    store.log.remove(entryId(receipt.key, 0))
  }
}

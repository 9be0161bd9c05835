/** What an undo's entry says: what it changed for the customer, target by target. */
import { type Customer, targetKey } from '../ledger/customer'
import type { Contents } from '../ledger/grants'
import { listUndoneTargets, type UndoChange, type UndoneTarget } from '../ledger/undo-effects'
import { listWithdrawn, restoreActs } from '../ledger/withdrawal'
import type { Verdict } from '../steps/superseded-verdict'
import { findThinkificAccess } from '../steps/thinkific-access'

const OUTCOMES: Record<UndoChange, Verdict['outcome']> = {
  lost: 'expired',
  regained: 'enrolled',
  endless: 'renewed',
  longer: 'renewed',
  shorter: 'kept',
  kept: 'kept',
  none: 'no change',
}
/** What the entry's one word is about, where targets changed differently. */
const ORDER: readonly UndoChange[] = ['lost', 'regained', 'endless', 'longer', 'shorter', 'kept', 'none']

/** @param customers all that had what was taken back, without it */
export function judgeUndo(customers: Customer[], by: string, seen: Parameters<typeof listUndoneTargets>[2]): Verdict {
  const { marketplace, contents, now } = seen
  const changed = customers.flatMap((after) => {
    const acts = listWithdrawn(after, marketplace, by)
    const compared = { before: restoreActs(after, marketplace, by), after }
    return listUndoneTargets(compared, acts, seen).map((one) => {
      const isLeft = isLeftOpen(after, one, contents, now)
      return { ...one, isLeft }
    })
  })
  if (changed.length === 0) {
    return {
      outcome: 'no change',
      sentence: 'It did nothing yet, or was undone before, so nothing changes.',
    }
  }
  const left = changed.filter(({ isLeft }) => isLeft)
  const [first] = ORDER.filter((change) => changed.some((one) => one.change === change && !one.isLeft))
  return {
    outcome: left.length > 0 || first === undefined ? 'administrator, left alone' : OUTCOMES[first],
    sentence: changed.map((one) => (one.isLeft ? describeLeft(one) : describeChange(one))).join(' '),
  }
}

/** Calls are settled by now: an administrator's access is all that is not ended. */
function isLeftOpen(customer: Customer, { target, change }: UndoneTarget, contents: Contents, now: number): boolean {
  const have = findThinkificAccess(customer, targetKey(target), contents)
  return change === 'lost' && (have?.end ?? 0) > now
}

function describeLeft(one: UndoneTarget): string {
  return `This is an administrator of the Thinkific site, so access to ${nameOf(one)} was not ended.`
}

function describeChange(one: UndoneTarget): string {
  const target = nameOf(one)
  switch (one.change) {
    case 'lost':
      return `What gave access to ${target} is undone, so it ends.`
    case 'regained':
      return `What had ended access to ${target} is undone, so it is open again, ${one.giver}.`
    case 'endless':
      return `Access to ${target} now has no end, ${one.giver}.`
    case 'longer':
      return `Access to ${target} now lasts longer, ${one.giver}.`
    case 'shorter':
      return `Access to ${target} now ends sooner, ${one.giver}.`
    case 'kept':
      return `Access to ${target} stays as it is, ${one.giver}.`
    default:
      return `Access to ${target} was not open, and stays so.`
  }
}

function nameOf({ target }: UndoneTarget): string {
  return target.name || `${target.kind} ${target.id}`
}

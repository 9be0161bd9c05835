import type { ReconcileAnswer } from '../../../journal/queries'
import { DIFFERENCE_FIXES, type Difference, mayFix } from '../../../model/difference'
import { toTime } from '../../contract/values'

export function toStateJson({ state, settling }: Pick<ReconcileAnswer, 'state' | 'settling'>) {
  const { weeklyAt = null, problem = null, last = null, next = null } = state ?? {}
  return {
    weekly: weeklyAt !== null,
    next_at: toTime(weeklyAt),
    problem: problem?.sentence ?? null,
    settling,
    last: last && {
      at: toTime(last.at),
      calls: last.calls,
      read: last.read,
      unlisted: last.unlisted,
      complete: next === null,
      result: last.result,
    },
  }
}

export function toDifferenceJson(difference: Difference & { id: string }) {
  const { id, kind, guess, email, userId, target, theirs, ours } = difference
  return {
    id,
    kind,
    guess,
    email,
    user_id: userId,
    target,
    theirs: theirs && { open: theirs.open, end: toTime(theirs.end) },
    ours: ours && toGrantJson(ours),
    fixes: DIFFERENCE_FIXES.filter((fix) => mayFix(difference, fix)),
  }
}

function toGrantJson({ end, through, purchase }: NonNullable<Difference['ours']>) {
  const { productId, productName, orderId, subscriptionId } = purchase
  return {
    end: toTime(end),
    through,
    product: { id: productId, name: productName },
    order: orderId,
    subscription: subscriptionId,
  }
}

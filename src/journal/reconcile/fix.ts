/** What a person's choice about a difference asks of the site, as an act of theirs. Pure. */
import { KINDS } from '../../integrations'
import type { Difference, DifferenceFix } from '../../model/difference'
import type { Settlement } from '../../model/instruction'
import { BY_HAND } from '../../model/purchase'
import type { ManualAction } from '../queries'

type SettlingAct = Pick<
  ManualAction,
  'action' | 'target' | 'productId' | 'productName' | 'orderId' | 'subscriptionId' | 'settles'
>

const GIVEN_BY_HAND = { productId: BY_HAND, productName: 'Enrolled by hand', orderId: null, subscriptionId: null }

/** Null where nothing is asked of the site, and the difference is left. */
export function toAct(difference: Difference, fix: DifferenceFix): SettlingAct | null {
  const { kind, target, theirs, ours } = difference
  const purchase = ours?.purchase ?? GIVEN_BY_HAND
  const act = (effect: 'opens' | 'ends', settles?: Settlement): SettlingAct | null => {
    const action = KINDS.actionFor(target.kind, effect)
    return action && { action: action.id, target, ...purchase, ...(settles === undefined ? {} : { settles }) }
  }
  if (fix === 'leave') {
    return null
  }
  if (fix === 'theirs') {
    return kind === 'missing' ? act('ends') : act('opens', { how: 'as found', end: theirs?.end ?? null })
  }
  return kind === 'unexplained' ? act('ends') : act('opens', { how: 'as granted' })
}

/** Both sides as they were when the person chose. */
export function isSameDifference(one: Difference, other: Difference): boolean {
  const looks = ({ kind, theirs, ours }: Difference) => JSON.stringify([kind, theirs?.end ?? null, ours?.end ?? null])
  return looks(one) === looks(other)
}

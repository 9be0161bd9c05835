import type { TargetKey } from '../ledger/customer'
import { hasMark } from './marks'
import type { PlanState } from './plan-state'

/** A look after a refused POST, or a PUT with null, shows how the site behaves. */
export function withHabits(state: PlanState, before: PlanState, key: TargetKey, expiresAt: number | null): PlanState {
  const unsure = hasMark(before, key, 'unsure')
  const refused = hasMark(before, key, 'refused') && (state.customer.known[key]?.end ?? 0) !== 0
  const kind = key.startsWith('bundle:') ? 'bundle' : 'course'
  const refusesRepost = refused ? { ...state.habits.refusesRepost, [kind]: true } : state.habits.refusesRepost
  const nullExpiry = unsure ? readNullExpiry(before, key, expiresAt) : state.habits.nullExpiry
  return { ...state, habits: { ...state.habits, refusesRepost, nullExpiry } }
}

/** A missing end proves nothing while a bundle's enrollment may have removed it. */
function readNullExpiry({ customer, habits }: PlanState, key: TargetKey, expiresAt: number | null) {
  const underWay = [
    ...Object.keys(customer.unanswered),
    ...Object.entries(customer.known).flatMap(([name, { queuedAt }]) => (queuedAt === undefined ? [] : [name])),
  ]
  const isProof = underWay.every((name) => name === key || !name.startsWith('bundle:'))
  return expiresAt !== null ? 'ignored' : isProof ? 'clears' : habits.nullExpiry
}

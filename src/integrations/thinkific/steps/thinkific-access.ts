/** What Thinkific has of a customer, by what was last written to it or seen of it. */

import { type Customer, courseKey, type KnownAccess, type TargetKey } from '../ledger/customer'
import { NEVER, toMoment } from '../ledger/ends'
import type { Contents } from '../ledger/grants'

export interface ThinkificAccess {
  id: string | null
  activatedAt: number | null
  /** A moment; NEVER for no enrollment. */
  end: number
  /** When it was last written or seen, epoch ms; 0 if unknown. */
  at: number
}

/**
 * What Thinkific has, as last written or seen; null when never seen.
 * A course's dates are its own or those of a bundle that was written later.
 */
export function findThinkificAccess(customer: Customer, key: TargetKey, contents: Contents): ThinkificAccess | null {
  const own = customer.known[key]
  const bundles = Object.entries(contents).filter(([, courses]) => courses.some((id) => courseKey(id) === key))
  const through = bundles.flatMap(([id]) => customer.known[`bundle:${id}`] ?? [])
  const [newest] = [...(own === undefined ? [] : [own]), ...through.filter(isApplied)].sort((a, b) => b.order - a.order)
  if (newest === undefined) {
    return null
  }
  const end = newest.end === 0 ? NEVER : toMoment(newest.end)
  return { id: own?.id ?? null, activatedAt: newest.activatedAt, end, at: newest.at ?? 0 }
}

/** Whether two moments mean the same at `now`: both over, or equal. */
export function isSameAccess(one: number, other: number, now: number): boolean {
  return one === other || (one <= now && other <= now)
}

/** A bundle call that is queued, or closed nothing because it was empty, says nothing about the courses. */
function isApplied(known: KnownAccess): boolean {
  return known.queuedAt === undefined && known.end !== 0
}

import { type BundleEnrollment, type Enrollment, isOpenRow } from '../client/records'
import { readEnd } from './dates'

type Row = Enrollment | BundleEnrollment

/** Thinkific's clock and ours may differ by this much. */
export const CLOCK_SKEW_MS = 2_000
/** A new row may be updated once more right after its creation (4 ms apart in a sample of 2024). */
const SAME_MOMENT_MS = 10

/** The row existed before our call at `at`; close to the call, only if it was changed since its creation. */
export function isFromBefore({ createdAt, updatedAt }: Row, at: number): boolean {
  if (createdAt === null || createdAt >= at) {
    return false
  }
  return createdAt < at - CLOCK_SKEW_MS || (updatedAt !== null && updatedAt - createdAt > SAME_MOMENT_MS)
}

/** As stored: null for no end, 0 for no (full) access. `now` is epoch ms. */
export function readRowEnd(row: Row, now: number): number | null {
  if (row.activatedAt === null || row.freeTrial) {
    return 0
  }
  const over = row.expired && (row.expiresAt === null || row.expiresAt > now)
  return over ? now - 1 : readEnd(row.expiresAt)
}

export { isOpenRow as isOpen }

/** Enrollment rows as Thinkific shows them. */
import { type BundleEnrollment, type Enrollment, isOpenRow } from '../client/records'
import { readEnd } from './dates'

type Row = Enrollment | BundleEnrollment

/** Thinkific's clock and ours may differ by so much. */
export const CLOCK_SKEW_MS = 2_000
/** A fresh row may be touched once more while it is made (4 ms apart in a sample of 2024). */
const SAME_MOMENT_MS = 10

/** True for a row that was there before `at`, our call; near the call, only if it has changed since it was made. */
export function isFromBefore({ createdAt, updatedAt }: Row, at: number): boolean {
  if (createdAt === null || createdAt >= at) {
    return false
  }
  return createdAt < at - CLOCK_SKEW_MS || (updatedAt !== null && updatedAt - createdAt > SAME_MOMENT_MS)
}

/** The end of a row's access as it is kept: null for none, 0 for no (full) access at all. `now` is epoch ms. */
export function readRowEnd(row: Row, now: number): number | null {
  if (row.activatedAt === null || row.freeTrial) {
    return 0
  }
  const over = row.expired && (row.expiresAt === null || row.expiresAt > now)
  return over ? now - 1 : readEnd(row.expiresAt)
}

export { isOpenRow as isOpen }

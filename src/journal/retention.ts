/** How long an event's receipt is kept once it is closed: RETENTION_DAYS, or 90. */

const USUAL_DAYS = 90
/** A refund within a month still finds the order's post, and a late repeat is still known as one. */
const LEAST_DAYS = 30
const MOST_DAYS = 730
const DAY_MS = 86_400_000

/** `problem` is a sentence for the operator where the variable cannot be used; the usual time holds then. */
export function readRetention(variable: string | undefined): { ms: number; problem: string | null } {
  const days = variable ? Number(variable) : USUAL_DAYS
  const isUsable = Number.isInteger(days) && days >= LEAST_DAYS && days <= MOST_DAYS
  return {
    ms: (isUsable ? days : USUAL_DAYS) * DAY_MS,
    problem: isUsable
      ? null
      : `RETENTION_DAYS is a whole number from ${LEAST_DAYS} to ${MOST_DAYS}, not “${variable}”; ${USUAL_DAYS} days hold.`,
  }
}

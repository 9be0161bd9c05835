const DAY_MS = 86_400_000

/** Days of UTC that Overview shows, today included. */
export const OVERVIEW_DAYS = 30

/** Epoch ms at which the first of them begins. */
export function startOfOverviewDays(now: number): number {
  return (Math.floor(now / DAY_MS) - OVERVIEW_DAYS + 1) * DAY_MS
}

import type { LogRow } from '../../journal/queries'

const SOONEST_S = 3
const LATEST_S = 30

/** Until the next attempt, within bounds; null when all are parked or none waits. */
export function secondsUntilNext(rows: Pick<LogRow, 'waiting'>[], now: number): number | null {
  const tries = rows.flatMap(({ waiting }) => (waiting && !waiting.parked ? [waiting.at] : []))
  if (tries.length === 0) {
    return null
  }
  const seconds = Math.ceil((Math.min(...tries) - now) / 1000) + 1
  return Math.min(LATEST_S, Math.max(SOONEST_S, seconds))
}

/**
 * What an evicted object must remember of its pace. Calls are leased in blocks: a block is stored as spent before its
 * first call leaves, so one row covers a tenth of the allowance (0.08 rows per call at 120). After a restart the block
 * counts as spent at that moment, the latest possible: never too many calls, at worst a tenth of a window unused.
 */
import * as z from 'zod'
import { newPace, type Pace, WINDOW_MS } from './call-window'

const times = z.array(z.number())
const snapshotSchema = z.object({
  v: z.literal(1),
  sent: times,
  planned: times,
  leased: z.number(),
  brake: z.object({ since: z.number(), until: z.number(), ceiling: z.number() }).nullable(),
})
export type PaceSnapshot = z.output<typeof snapshotSchema>

/** To be persisted as JSON whenever `takeCall` says so, and after `applyBrake`. */
export function takeSnapshot({ sent, planned, leased, brake }: Pace): PaceSnapshot {
  return { v: 1, sent, planned, leased, brake }
}

/**
 * `kept` is null only if nothing was ever saved, so no call was made. Unreadable data or another version counts as a
 * window spent just now.
 */
export function restorePace(kept: unknown, allowance: number, now: number): Pace {
  if (kept === null || kept === undefined) {
    return newPace(allowance)
  }
  const read = snapshotSchema.safeParse(kept)
  if (!read.success) {
    return { ...newPace(allowance), sent: Array(allowance).fill(now), planned: Array(allowance).fill(now) }
  }
  const { sent, planned, leased, brake } = read.data
  const known = sent.filter((at) => at > now - WINDOW_MS)
  const unknown: number[] = Array(Math.max(0, leased)).fill(now)
  return {
    ...newPace(allowance),
    sent: [...known, ...unknown].sort((a, b) => a - b),
    planned: [...planned, ...(isPlanned(planned, now) ? [] : unknown)].slice(-allowance),
    brake,
  }
}

/** Leased calls of a backlog are already planned. */
function isPlanned(planned: number[], now: number): boolean {
  return (planned.at(-1) ?? 0) > now
}

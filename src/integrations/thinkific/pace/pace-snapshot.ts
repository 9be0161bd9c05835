/**
 * What an evicted object must still know of its pace. Calls are leased in blocks: before the first call of a block goes
 * out, the whole block is written down as spent, so one row covers a tenth of the allowance (0.08 rows a call at 120).
 * On waking, the block's calls count as made at that very moment, the latest they can have been: never too many,
 * at worst a tenth of one window unused.
 */
import * as z from 'zod'
import { newPace, type Pace, WINDOW_MS } from './pace'

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
 * The pace of an object that just woke. `kept` is what it saved, null only if it saved nothing ever (then it never
 * called). Anything unreadable, another version's form among it, counts as a window fully spent this moment.
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

/** Leased calls of a backlog are in its plan already. */
function isPlanned(planned: number[], now: number): boolean {
  return (planned.at(-1) ?? 0) > now
}

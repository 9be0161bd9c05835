import type { Slice } from '../../journal/jobs/job'

/** How a job ends whose import went on without it. */
export const SUPERSEDED = { ended: true, done: 0, result: 'Superseded.' } as const satisfies Slice

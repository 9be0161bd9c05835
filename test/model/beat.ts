import type { Trigger } from '../../src/model/trigger'

/** One thing that happened to a purchase, and what it meant there. */
export interface Beat {
  at: number
  type: Trigger
  triggers: Trigger[]
  failedAttempts: number | null
  periodEnd: number | null
  bits: number
}

/** Something that happened by itself. */
export function beat(at: number, type: Trigger): Beat {
  return { at, type, triggers: [type], failedAttempts: null, periodEnd: null, bits: 0 }
}

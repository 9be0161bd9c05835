/** What travels through the virtual queue, and how the tests draw their chances. */

export interface Firing {
  /** Calls it still needs. */
  calls: number
  /** Calls it turns out to need beyond those reserved for it. */
  surprises: number
  retries: number
  rung: number
  /** It comes back at a turn that was reserved for it. */
  promised: boolean
  state: 'queued' | 'waiting' | 'parked' | 'done'
  doneAt: number
  /** The name of one in the background; null for a live one. */
  background: string | null
}

/** The same draws every time. */
export function draws(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Retries a firing: on average and at most. */
export function retriesOf(firings: Firing[]): { mean: number; most: number } {
  const retries = firings.map((firing) => firing.retries)
  return { mean: retries.reduce((sum, n) => sum + n, 0) / retries.length, most: Math.max(...retries) }
}

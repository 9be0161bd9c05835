import type { Attempt } from '../../model/attempt'

/** Per entry. */
const KEPT_ATTEMPTS = 40

/** Drops duplicates, sorts by time and keeps the newest. */
export function mergeAttempts(before: Attempt[], added: Attempt[]): Attempt[] {
  const all = new Map(
    [...before, ...added].map((attempt) => [`${attempt.at} ${attempt.method} ${attempt.path}`, attempt]),
  )
  return [...all.values()].sort((a, b) => a.at - b.at).slice(-KEPT_ATTEMPTS)
}

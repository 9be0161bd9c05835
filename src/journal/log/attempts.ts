/** The requests of an entry, however many runs it took. */
import type { Attempt } from '../../model/attempt'

/** Requests an entry keeps. */
const KEPT_ATTEMPTS = 40

/** Requests told once or several times, in the order they were made, the newest ones of very many. */
export function mergeAttempts(before: Attempt[], added: Attempt[]): Attempt[] {
  const all = new Map(
    [...before, ...added].map((attempt) => [`${attempt.at} ${attempt.method} ${attempt.path}`, attempt]),
  )
  return [...all.values()].sort((a, b) => a.at - b.at).slice(-KEPT_ATTEMPTS)
}

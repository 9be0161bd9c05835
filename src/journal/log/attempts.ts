import type { Attempt } from '../../model/attempt'
import { NAME_CHARS, SENTENCE_CHARS, shorten } from '../../model/shorten'

/** Per entry. */
const KEPT_ATTEMPTS = 40
/** Of a request or a response. With all the rest 40 of them are below 1 MB. */
const BODY_CHARS = 4_000

/** Drops duplicates, sorts by time and keeps the newest. */
export function mergeAttempts(before: Attempt[], added: Attempt[]): Attempt[] {
  const all = new Map(
    [...before, ...added].map((attempt) => [`${attempt.at} ${attempt.method} ${attempt.path}`, attempt]),
  )
  return [...all.values()]
    .sort((a, b) => a.at - b.at)
    .slice(-KEPT_ATTEMPTS)
    .map(fitToRow)
}

function fitToRow(attempt: Attempt): Attempt {
  const { method, path, request, response, problem } = attempt
  return {
    ...attempt,
    method: shorten(method, NAME_CHARS),
    path: shorten(path, SENTENCE_CHARS),
    request: request && shorten(request, BODY_CHARS),
    response: response && shorten(response, BODY_CHARS),
    problem: problem && shorten(problem, SENTENCE_CHARS),
  }
}

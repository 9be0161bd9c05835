/** What a receiver's answer means for the post, and for the receiver. Pure. */
import type { PostAnswer } from '../../signed-post/post'

/** Used when a 429 does not say. */
const DEFAULT_PAUSE_MS = 60_000
const SHORTEST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 3_600_000

/** `sentence`: for people, without the receiver's name: it follows "hooks.example.com ". */
export type PostVerdict =
  | { is: 'sent'; sentence: string }
  /** The receiver works, and does not take this post. */
  | { is: 'rejected'; sentence: string }
  | { is: 'temporary'; down: boolean; sentence: string }
  | { is: 'paused'; until: number; sentence: string }
  /** 410: it takes no more posts. */
  | { is: 'gone'; sentence: string }

/** @param now epoch ms */
export function judgeAnswer(answer: PostAnswer, now: number): PostVerdict {
  if (!answer.answered) {
    const sentence = answer.why === 'timed out' ? 'did not answer within 15 seconds.' : 'could not be reached.'
    return { is: 'temporary', down: true, sentence }
  }
  const { status, headers } = answer
  if (status >= 200 && status < 300) {
    return { is: 'sent', sentence: `accepted it (${status}).` }
  }
  if (status < 400) {
    const sentence = `redirects (${status}), and posts don’t follow redirects. Enter the address it leads to.`
    return { is: 'rejected', sentence }
  }
  switch (status) {
    case 410:
      return { is: 'gone', sentence: 'answered 410 Gone, so we stopped posting to it.' }
    case 429:
      return { is: 'paused', until: now + readPause(headers, now), sentence: 'asked us to slow down (429).' }
    case 401:
    case 403:
      return { is: 'rejected', sentence: `refused it (${status}). Check that it verifies with the current secret.` }
    case 408:
    case 409:
    case 423:
    case 425:
      return { is: 'temporary', down: false, sentence: `was not ready (${status}).` }
    default:
      return status >= 500
        ? { is: 'temporary', down: true, sentence: `was down (${status}).` }
        : { is: 'rejected', sentence: `refused it (${status}).` }
  }
}

/** `Retry-After` in seconds or as a date, within limits. */
function readPause(headers: Headers, now: number): number {
  const said = (headers.get('retry-after') ?? '').trim()
  const pause = /^\d{1,9}$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now
  return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, Number.isNaN(pause) ? DEFAULT_PAUSE_MS : pause))
}

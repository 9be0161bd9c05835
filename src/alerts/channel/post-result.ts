/** What a receiver's answer means for an alert. Pure. */
import { hostOf } from '../../integrations/signed-post/address'
import type { PostAnswer } from '../../integrations/signed-post/post'
import type { ChannelAnswer } from './channel'

/** As long as a person's own test, which waits for the answer. */
export const ALERT_DEADLINE_MS = 10_000

/** @param refusals sentences for words in the answer's body, for a receiver that answers with some */
export function judgePost(url: string, answer: PostAnswer, refusals: Record<string, string> = {}): ChannelAnswer {
  const host = hostOf(url)
  if (!answer.answered) {
    const did = answer.why === 'timed out' ? `did not answer within ${ALERT_DEADLINE_MS / 1000} seconds` : NOT_REACHED
    return { sent: false, sentence: `${host} ${did}.`, lasting: false }
  }
  const { status, text } = answer
  const word = Object.keys(refusals).find((one) => text.includes(one))
  if (word !== undefined) {
    return { sent: false, sentence: `${host} answered ${word}: ${refusals[word]}`, lasting: true }
  }
  if (status >= 200 && status < 300) {
    return { sent: true, sentence: `${host} accepted it (${status}).` }
  }
  if (status === 404 || status === 410) {
    const sentence = `${host} answered ${status}: this address no longer takes posts. Make a new one there and save it here.`
    return { sent: false, sentence, lasting: true }
  }
  const isPassing = status >= 500 || PASSING.includes(status)
  const redirects = status < 400 ? ', and posts don’t follow redirects' : ''
  return { sent: false, sentence: `${host} refused it (${status})${redirects}.`, lasting: !isPassing }
}

const NOT_REACHED = 'could not be reached'
const PASSING = [408, 409, 423, 425, 429]

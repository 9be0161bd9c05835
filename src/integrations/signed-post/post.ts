/** One post with a deadline for all of it, and a limit on what is read of the answer. Never throws. */
import { USER_AGENT } from '../../http/user-agent'

const DEADLINE_MS = 15_000
const MOST_READ_BYTES = 64 * 1024

/** `text`: as much of the answer as came in time and fits. */
export type PostAnswer =
  | { answered: true; status: number; headers: Headers; text: string }
  | { answered: false; why: 'unreachable' | 'timed out' }

/**
 * Redirects are not followed: a signed post goes where the merchant said, or nowhere. Once the status is there it counts,
 * however slow or long the body is.
 */
export async function sendPost(
  send: typeof fetch,
  url: string,
  signed: Record<string, string>,
  body: string,
  deadlineMs: number = DEADLINE_MS,
): Promise<PostAnswer> {
  const clock = new AbortController()
  const timer = setTimeout(() => clock.abort(), deadlineMs)
  // The race also ends an answer whose stream ignores the signal.
  const late = new Promise<null>((resolve) => clock.signal.addEventListener('abort', () => resolve(null)))
  const init: RequestInit = {
    method: 'POST',
    headers: { ...signed, 'content-type': 'application/json', 'user-agent': USER_AGENT },
    body,
    redirect: 'manual',
    signal: clock.signal,
  }
  try {
    const response = await Promise.race([send(url, init), late])
    if (response === null) {
      return { answered: false, why: 'timed out' }
    }
    const { status, headers } = response
    return { answered: true, status, headers, text: await readText(response, late) }
  } catch {
    return { answered: false, why: clock.signal.aborted ? 'timed out' : 'unreachable' }
  } finally {
    clearTimeout(timer)
    clock.abort()
  }
}

async function readText({ body }: Response, late: Promise<null>): Promise<string> {
  if (body === null) {
    return ''
  }
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (let left = MOST_READ_BYTES; left > 0; ) {
      const part = await Promise.race([reader.read(), late])
      if (part === null || part.done) {
        return text
      }
      text += decoder.decode(part.value.subarray(0, left), { stream: true })
      left -= part.value.byteLength
    }
  } catch {
    // The connection broke after the status; what was read of the body stays.
  } finally {
    void reader.cancel().catch(() => undefined)
  }
  return text
}

/** One HTTP exchange with an overall deadline and a limit on the body. Never throws. */

/** For the whole call, body included. */
export const DEADLINE_MS = 15_000
/** 250 courses of Thinkific with long descriptions stay below this. */
const LONGEST_BODY_BYTES = 8 * 1024 * 1024

export type Exchange =
  | { answered: true; status: number; headers: Headers; text: string }
  | { answered: false; why: 'unreachable' | 'timed out' }
  | { answered: false; why: 'too long'; status: number }

/** Redirects are not followed, so that credentials never reach another host; what an answer decides is never a cached one. */
export async function sendRequest(
  send: typeof fetch,
  url: string,
  init: RequestInit,
  deadlineMs: number,
): Promise<Exchange> {
  const clock = new AbortController()
  const timer = setTimeout(() => clock.abort(), deadlineMs)
  try {
    // The race also ends a slow body where streams ignore the signal.
    return await Promise.race([
      fetchAnswer(send, url, { ...init, signal: clock.signal }),
      waitForDeadline(clock.signal),
    ])
  } catch {
    return { answered: false, why: clock.signal.aborted ? 'timed out' : 'unreachable' }
  } finally {
    clearTimeout(timer)
    clock.abort()
  }
}

async function fetchAnswer(send: typeof fetch, url: string, init: RequestInit): Promise<Exchange> {
  const response = await send(url, { ...init, redirect: 'manual', cache: 'no-store' })
  const text = await readText(response)
  return text === null
    ? { answered: false, why: 'too long', status: response.status }
    : { answered: true, status: response.status, headers: response.headers, text }
}

function waitForDeadline(signal: AbortSignal): Promise<Exchange> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ answered: false, why: 'timed out' }), { once: true })
  })
}

async function readText(response: Response): Promise<string | null> {
  if (response.body === null) {
    return ''
  }
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) {
      return text + decoder.decode()
    }
    bytes += value.byteLength
    if (bytes > LONGEST_BODY_BYTES) {
      await reader.cancel().catch(() => undefined)
      return null
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** A queue message holds 128 KB, which the event shares with its body. */
export const MAX_BODY_BYTES = 96 * 1024

/** Keeps a byte order mark, since signatures cover it. */
const UTF8 = { fatal: false, ignoreBOM: true }
/** Shared; keeps no state between whole bodies. */
const DECODER = new TextDecoder('utf-8', UTF8)

/** Null when longer than MAX_BODY_BYTES. */
export async function readBody(request: Request): Promise<string | null> {
  const claimed = Number(request.headers.get('content-length') ?? Number.NaN)
  if (claimed > MAX_BODY_BYTES) {
    return null
  }
  if (!(claimed >= 0)) {
    return request.body === null ? '' : readCounted(request.body)
  }
  // A sender cannot exceed the length it announced; reading at once is several times cheaper than counting.
  const bytes = await request.arrayBuffer()
  return bytes.byteLength > MAX_BODY_BYTES ? null : DECODER.decode(bytes)
}

async function readCounted(body: ReadableStream<Uint8Array>): Promise<string | null> {
  const reader = body.getReader()
  const decoder = new TextDecoder('utf-8', UTF8)
  let bytes = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) {
      return text + decoder.decode()
    }
    bytes += value.byteLength
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel().catch(() => undefined)
      return null
    }
    text += decoder.decode(value, { stream: true })
  }
}

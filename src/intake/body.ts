/** A request's body as text, counted while it is read: a Content-Length is only a claim. */

/** A queue message holds 128 KB, and the event travels beside its body. */
export const MAX_BODY_BYTES = 96 * 1024

/** The body; null when it is longer than MAX_BODY_BYTES. Keeps a byte order mark, since signatures cover it. */
export async function readBody(request: Request): Promise<string | null> {
  if (request.body === null) return ''
  const reader = request.body.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })
  let bytes = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel().catch(() => undefined)
      return null
    }
    text += decoder.decode(value, { stream: true })
  }
}

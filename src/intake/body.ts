/** A queue message holds 128 KB, which the event shares with its body. */
export const MAX_BODY_BYTES = 96 * 1024

/** Keeps a byte order mark, since signatures cover it. */
const UTF8 = { fatal: false, ignoreBOM: true }
/** Shared; keeps no state between whole bodies. */
const DECODER = new TextDecoder('utf-8', UTF8)
const REPLACEMENT = '\ufffd'

/** Null when longer than MAX_BODY_BYTES. */
export async function readBody(request: Request): Promise<string | null> {
  const claimed = Number(request.headers.get('content-length') ?? Number.NaN)
  if (claimed > MAX_BODY_BYTES) {
    return null
  }
  // A sender cannot exceed the length it announced; reading at once is several times cheaper than counting.
  const bytes = claimed >= 0 ? new Uint8Array(await request.arrayBuffer()) : await readCounted(request.body)
  if (bytes === null || bytes.byteLength > MAX_BODY_BYTES) {
    return null
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return inflate(bytes, request)
  }
  return decode(bytes, request)
}

/** Some senders compress their posts, and Cloudflare does not decompress them. */
async function inflate(bytes: Uint8Array<ArrayBuffer>, request: Request): Promise<string | null> {
  try {
    const inflated = await readCounted(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')))
    return inflated && decode(inflated, request)
  } catch {
    return DECODER.decode(bytes)
  }
}

function decode(bytes: Uint8Array, request: Request): string {
  const text = DECODER.decode(bytes)
  return text.includes(REPLACEMENT) || text.includes('\0') ? decodeOther(bytes, text, request) : text
}

/** Reads UTF-16 by its byte-order mark, then the charset the sender names, else Windows-1252. */
function decodeOther(bytes: Uint8Array, text: string, request: Request): string {
  const [, named = 'windows-1252'] = /charset="?([\w-]+)/i.exec(request.headers.get('content-type') ?? '') ?? []
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const mark = bytes[0] === 0xff ? 'utf-16le' : 'utf-16be'
  const label = isUtf16 ? mark : /^utf-?8$/i.test(named) ? 'windows-1252' : named
  try {
    return isUtf16 || !isUtf8(bytes) ? new TextDecoder(label).decode(bytes) : text
  } catch {
    return text
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

async function readCounted(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = body?.getReader()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true }
    if (done || value === undefined) {
      return new Uint8Array(await new Blob(chunks).arrayBuffer())
    }
    bytes += value.byteLength
    if (bytes > MAX_BODY_BYTES) {
      await reader?.cancel().catch(() => undefined)
      return null
    }
    chunks.push(new Uint8Array(value))
  }
}

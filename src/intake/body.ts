/** A queue message holds 128 KB, which the event shares with its body. */
export const MAX_BODY_BYTES = 96 * 1024

type Bytes = Uint8Array<ArrayBuffer>

/** Keeps a byte order mark, since signatures cover it. */
const UTF8 = { fatal: false, ignoreBOM: true }
/** Shared; keeps no state between whole bodies. */
const DECODER = new TextDecoder('utf-8', UTF8)
const MOST_LAYERS = 2
const REPLACEMENT = '\ufffd'

interface PostedBody {
  text: string
  /** Where they are not the text in UTF-8. */
  bytes?: Bytes
}

/** Null when longer than MAX_BODY_BYTES. */
export async function readBody(request: Request, headers: Headers): Promise<PostedBody | null> {
  const claimed = Number(headers.get('content-length') ?? Number.NaN)
  if (claimed > MAX_BODY_BYTES) {
    return null
  }
  // A sender cannot exceed the length it announced; reading at once is several times cheaper than counting.
  const bytes = claimed >= 0 ? new Uint8Array(await request.arrayBuffer()) : await readCounted(request.body)
  if (bytes === null || bytes.byteLength > MAX_BODY_BYTES) {
    return null
  }
  const inflated = isPacked(bytes) ? await inflate(bytes) : bytes
  if (inflated === null) {
    return null
  }
  const text = DECODER.decode(inflated)
  return text.includes(REPLACEMENT) || text.includes('\0') ? decodeOther(inflated, text, headers) : { text }
}

/** By their first bytes: gzip's, or zlib's, which HTTP calls deflate. */
function isPacked(bytes: Bytes): boolean {
  const first = bytes[0]
  const second = bytes[1] ?? 0
  return (first === 0x1f && second === 0x8b) || (first === 0x78 && ((first << 8) | second) % 31 === 0)
}

/** Some senders or proxies compress posts, sometimes twice, and Cloudflare does not decompress them. */
async function inflate(bytes: Bytes, layers = MOST_LAYERS): Promise<Bytes | null> {
  if (layers === 0 || !isPacked(bytes)) {
    return bytes
  }
  const inflated = await unpack(bytes, bytes[0] === 0x1f ? 'gzip' : 'deflate')
  return inflated === 'broken' ? bytes : inflated && inflate(inflated, layers - 1)
}

async function unpack(bytes: Bytes, format: 'gzip' | 'deflate' | 'deflate-raw'): Promise<Bytes | 'broken' | null> {
  try {
    return await readCounted(new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)))
  } catch {
    return 'broken'
  }
}

/** Bytes that are no UTF-8: UTF-16, a bare deflate stream, the charset the sender names, else Windows-1252. */
async function decodeOther(bytes: Bytes, text: string, headers: Headers): Promise<PostedBody | null> {
  if (/deflate/i.test(headers.get('content-encoding') ?? '')) {
    const inflated = await unpack(bytes, 'deflate-raw')
    if (inflated !== 'broken') {
      return inflated && { text: DECODER.decode(inflated), bytes: inflated }
    }
  }
  const [, named = 'windows-1252'] = /charset="?([\w-]+)/i.exec(headers.get('content-type') ?? '') ?? []
  const utf16 = findUtf16(bytes)
  const label = utf16 ?? (/^utf-?8$/i.test(named) ? 'windows-1252' : named)
  try {
    return utf16 !== null || !isUtf8(bytes) ? { text: new TextDecoder(label).decode(bytes), bytes } : { text }
  } catch {
    return { text, bytes }
  }
}

/** By the byte-order mark, or by the zero beside the first letter. */
function findUtf16(bytes: Bytes): string | null {
  const [first, second] = [bytes[0], bytes[1]]
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) {
    return 'utf-16le'
  }
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'utf-16be' : null
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

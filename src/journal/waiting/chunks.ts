/** Queue limits: a sendBatch takes 100 messages or 256 KB, and one event may have 128 KB. */
const CHUNK_MESSAGES = 100
const CHUNK_BYTES = 240_000

/** Each chunk fits one sendBatch, unless one message alone does not. */
export function* toChunks<T extends { bytes: number }>(all: Iterable<T>): Generator<T[]> {
  let chunk: T[] = []
  let bytes = 0
  for (const one of all) {
    if (chunk.length > 0 && (chunk.length === CHUNK_MESSAGES || bytes + one.bytes > CHUNK_BYTES)) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(one)
    bytes += one.bytes
  }
  if (chunk.length > 0) {
    yield chunk
  }
}

/** A file as a browser posts it, in pieces of any size. */

import { type ReadUpload, readUpload } from '../../src/imports/reading/read-upload'
import type { ImportRow } from '../../src/journal/imports/import-record'

const BOUNDARY = '----WebKitFormBoundaryx3lgn4'
export const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`

export function toBytes(
  text: string,
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' = 'utf-8',
): Uint8Array {
  if (encoding === 'utf-8') {
    return new TextEncoder().encode(text)
  }
  const units = [...text].flatMap((letter) => [...letter].map((one) => one.charCodeAt(0)))
  const [low, high] = [(unit: number) => unit & 0xff, (unit: number) => unit >> 8]
  const bytes = {
    'utf-16le': (unit: number) => [low(unit), high(unit)],
    'utf-16be': (unit: number) => [high(unit), low(unit)],
    'windows-1252': (unit: number) => [unit],
  }
  return new Uint8Array(units.flatMap(bytes[encoding]))
}

export function toPost(
  file: Uint8Array,
  name = 'orders.csv',
  fields: Record<string, string> = { id: 'one' },
): Uint8Array {
  const own = Object.entries(fields).map(
    ([field, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  )
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n`
  const parts = [toBytes(own.join('') + head), file, toBytes(`\r\n--${BOUNDARY}--\r\n`)]
  return new Uint8Array(parts.flatMap((part) => [...part]))
}

export function inPieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) {
        controller.close()
        return
      }
      controller.enqueue(bytes.slice(at, at + size))
      at += size
    },
  })
}

export async function readFile(
  file: Uint8Array | string,
  pieceSize = 1_000,
): Promise<ReadUpload & { lines: ImportRow[]; sizes: number[] }> {
  const bytes = typeof file === 'string' ? toBytes(file) : file
  const slices: ImportRow[][] = []
  const read = await readUpload(inPieces(toPost(bytes), pieceSize), MULTIPART, {
    begin: async () => {},
    slice: async (_, rows) => {
      slices.push(rows)
    },
  })
  return { ...read, lines: slices.flat(), sizes: slices.map(({ length }) => length) }
}

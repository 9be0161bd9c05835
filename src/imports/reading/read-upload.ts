/** A posted file to slices of rows, as it arrives: neither the file nor all of its rows are ever held. */
import { decodeField, make } from 'multipasta'
import type { ImportRow, SheetColumn } from '../../journal/imports/import-record'
import { CsvReader } from './csv-reader'
import { Decoder, joinBytes } from './decoder'
import { explainOtherFile } from './file-kind'
import { Sheet } from './sheet'
import { UploadError } from './upload-error'

/** 200,000 rows of 500 bytes, which is also what Cloudflare lets a request carry. */
const MOST_BYTES = 100 * 1024 * 1024
const MOST_FIELDS = 10
const LONGEST_FIELD_BYTES = 1_000
const FILE = 'file'
/** The parser takes the closing boundary for a head if a piece ends between its two last hyphens, so it gets it whole. */
const HELD_BYTES = 128
/** Enough to recognize what is no CSV file. */
const FIRST_BYTES = 8

interface UploadHandlers {
  /** The form's other fields, which come before the file, and the file's name. */
  begin(fields: Record<string, string>, fileName: string): Promise<void>
  slice(n: number, rows: ImportRow[]): Promise<void>
}

export interface ReadUpload {
  fields: Record<string, string>
  columns: SheetColumn[]
  rows: number
  slices: number
}

const DAMAGED = 'The file did not arrive whole. Choose it again.'
const NONE_CHOSEN = 'Choose the CSV file that your store exported.'

/** Throws UploadError. @param contentType the request's, with its boundary */
export async function readUpload(
  body: ReadableStream<Uint8Array>,
  contentType: string,
  handlers: UploadHandlers,
): Promise<ReadUpload> {
  const fields: Record<string, string> = {}
  const file: { name: string | null; pieces: Uint8Array[]; ended: boolean } = { name: null, pieces: [], ended: false }
  let problem: string | null = null
  const parser = make({
    headers: { 'content-type': contentType },
    maxParts: MOST_FIELDS,
    maxFieldSize: LONGEST_FIELD_BYTES,
    maxTotalSize: MOST_BYTES,
    maxPartSize: MOST_BYTES,
    isFile: ({ name }) => name === FILE,
    onField: (info, value) => {
      fields[info.name] = decodeField(info, value)
    },
    onFile: ({ filename }) => {
      const isFirst = file.name === null
      file.name ??= filename ?? ''
      return (piece) => {
        if (isFirst && piece !== null) {
          // The parser's buffer is its own.
          file.pieces.push(piece.slice())
        }
        file.ended ||= isFirst && piece === null
      }
    },
    onError: (error) => {
      problem ??= error._tag === 'ReachedLimit' ? `The file is larger than ${MOST_BYTES / 1024 / 1024} MB.` : DAMAGED
    },
    onDone: () => {},
  })
  const rows = new RowSlices(handlers)
  let begun = false
  const work = async (end: boolean) => {
    if (problem !== null) {
      throw new UploadError(problem)
    }
    if (file.name !== null && !begun) {
      begun = true
      await handlers.begin(fields, file.name)
    }
    await rows.add(file.pieces.splice(0), end)
  }
  const reader = body.getReader()
  let held: Uint8Array = new Uint8Array(0)
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const all = joinBytes(held, read.value)
    const ready = Math.max(all.length - HELD_BYTES, 0)
    parser.write(all.subarray(0, ready))
    held = all.subarray(ready)
    await work(false)
  }
  parser.write(held)
  parser.end()
  await work(true)
  if (!file.ended) {
    throw new UploadError(file.name === null ? NONE_CHOSEN : DAMAGED)
  }
  return { fields, ...rows.result() }
}

class RowSlices {
  readonly #handlers: UploadHandlers
  readonly #decoder = new Decoder()
  readonly #reader = new CsvReader()
  readonly #sheet = new Sheet()
  #first: Uint8Array | null = null
  #slices = 0

  constructor(handlers: UploadHandlers) {
    this.#handlers = handlers
  }

  async add(pieces: Uint8Array[], end: boolean): Promise<void> {
    for (const piece of pieces) {
      this.#checkKind(piece)
      await this.#take(this.#decoder.push(piece), false)
    }
    if (end) {
      await this.#take(this.#decoder.end(), true)
    }
  }

  result(): Pick<ReadUpload, 'columns' | 'rows' | 'slices'> {
    const { columns, rows } = this.#sheet
    if (rows === 0) {
      throw new UploadError(this.#first === null ? NONE_CHOSEN : 'This file has no rows.')
    }
    return { columns, rows, slices: this.#slices }
  }

  #checkKind(piece: Uint8Array): void {
    if (this.#first !== null || piece.length === 0) {
      return
    }
    this.#first = piece.slice(0, FIRST_BYTES)
    const problem = explainOtherFile(this.#first)
    if (problem !== null) {
      throw new UploadError(problem)
    }
  }

  async #take(text: string, end: boolean): Promise<void> {
    if (text.includes('\0')) {
      throw new UploadError('This is not a CSV file. Save it as CSV and choose that file.')
    }
    this.#sheet.add(this.#reader.push(text))
    if (end) {
      this.#sheet.add(this.#reader.end())
    }
    for (const slice of this.#sheet.take(end)) {
      await this.#handlers.slice(this.#slices, slice)
      this.#slices += 1
    }
  }
}

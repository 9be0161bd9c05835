/** What a file's rows are put into: its columns, some examples of each, and slices of rows to keep. */
import type { ImportRow, SheetColumn } from '../../journal/imports/import-record'
import { noteDate } from '../rows/dates'
import { UploadError } from './upload-error'

const MOST_ROWS = 200_000
const MOST_COLUMNS = 100
const SLICE_ROWS = 500
/** A row of the journal's table holds 2 MB at most. */
const SLICE_CHARS = 500_000
/** The rest of a cell is of no use here. */
const LONGEST_CELL = 1_000
const EXAMPLES = 3
const LONGEST_HEADER = 100

/** In a head, an @ alone is none: it may be called “Email @”. */
const EMAIL = /[^\s@]@[^\s@]+\.[^\s@]/

/** Spreadsheets keep leading zeros with `="007"`. */
const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/

export class Sheet {
  readonly columns: SheetColumn[] = []
  rows = 0
  readonly #slices: ImportRow[][] = []
  #slice: ImportRow[] = []
  #chars = 0
  /** Of the file, as a spreadsheet counts them. */
  #line = 0
  /** The last line so far that has one cell: a report's title, or the head of a list. */
  #title: string[] | null = null

  add(rows: string[][]): void {
    for (const cells of rows) {
      this.#line += 1
      const clean = cells.map(cleanCell)
      if (clean.some((cell) => cell !== '')) {
        this.#addRow(clean)
      }
    }
  }

  /** Slices that are full; all of them at the end. */
  take(end: boolean): ImportRow[][] {
    if (end && this.#slice.length > 0) {
      this.#closeSlice()
    }
    return this.#slices.splice(0)
  }

  #addRow(cells: string[]): void {
    if (this.columns.length === 0 && this.#takeHead(cells)) {
      return
    }
    this.rows += 1
    if (this.rows > MOST_ROWS) {
      throw new UploadError(
        `This file has more than ${MOST_ROWS.toLocaleString('en-US')} rows. Split it in two, by date, and import one after the other.`,
      )
    }
    for (const [at, column] of this.columns.entries()) {
      noteCell(column, cells[at] ?? '')
    }
    this.#slice.push([this.#line, cells.slice(0, this.columns.length)])
    this.#chars += cells.reduce((sum, cell) => sum + cell.length, 0)
    if (this.#slice.length === SLICE_ROWS || this.#chars > SLICE_CHARS) {
      this.#closeSlice()
    }
  }

  /** False for a row that is no head, with the columns named all the same. */
  #takeHead(cells: string[]): boolean {
    const isHead = !cells.some((cell) => EMAIL.test(cell))
    if (isHead && cells.filter((cell) => cell !== '').length === 1) {
      this.#title = cells
      return true
    }
    this.#name(isHead ? cells : cells.map((_, at) => this.#title?.[at] ?? ''))
    return isHead
  }

  #name(all: string[]): void {
    const named = all.findLastIndex((head) => head !== '') + 1
    // A spreadsheet's empty columns on the right have no head, and may be many.
    const heads = all.length > MOST_COLUMNS ? all.slice(0, named) : all
    if (heads.length > MOST_COLUMNS) {
      throw new UploadError(
        `This file has ${heads.length.toLocaleString('en-US')} columns, and no store’s export has more than ${MOST_COLUMNS}. Delete those that are not about orders and choose it again.`,
      )
    }
    for (const [at, head] of heads.entries()) {
      const name = head.slice(0, LONGEST_HEADER) || `Column ${at + 1}`
      this.columns.push({ name, examples: [], dates: null })
    }
  }

  #closeSlice(): void {
    this.#slices.push(this.#slice)
    this.#slice = []
    this.#chars = 0
  }
}

function noteCell(column: SheetColumn, cell: string): void {
  if (cell === '') {
    return
  }
  const { examples } = column
  const dates = noteDate(column.dates, cell)
  const isTelling = (column.dates === null && dates !== null) || EMAIL.test(cell)
  column.dates = dates
  if (examples.length < EXAMPLES && !examples.includes(cell)) {
    examples.push(cell)
  } else if (isTelling && !examples.some((example) => noteDate(null, example) !== null || EMAIL.test(example))) {
    // A column of emails may begin with those that are missing, and one of dates with another style.
    examples[EXAMPLES - 1] = cell
  }
}

function cleanCell(cell: string): string {
  const text = TEXT_FORMULA.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_CELL)
    .toWellFormed()
}

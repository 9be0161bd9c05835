/** CSV in pieces of any size to rows of cells. The library reads; what it does not do is here: pieces, delimiters, line ends. */
import Papa from 'papaparse'
import { UploadError } from './upload-error'

/** Enough rows to see which character comes equally often in each. */
const SAMPLE_CHARS = 64 * 1024
const SAMPLE_ROWS = 20
const DELIMITERS = [',', ';', '\t', '|']
/** A row is never this long: a quotation mark was opened and not closed. */
const LONGEST_ROW = 1_000_000
/** Excel's own first line. */
const NAMED_DELIMITER = /^sep=(.)\n/

export class CsvReader {
  /** Not a whole row yet, with line ends made one. */
  #pending = ''
  #delimiter: string | null = null
  #rows = 0
  #heldReturn = false

  push(text: string): string[][] {
    this.#pending += this.#withOneLineEnd(text)
    if (this.#delimiter === null && this.#pending.length < SAMPLE_CHARS) {
      return []
    }
    return this.#read(true)
  }

  end(): string[][] {
    return this.#pending === '' ? [] : this.#read(false)
  }

  #read(more: boolean): string[][] {
    this.#delimiter ??= this.#findDelimiter()
    const parsed = new Papa.Parser({ delimiter: this.#delimiter, newline: '\n' }).parse(this.#pending, 0, more)
    const { data: rows, errors, meta } = parsed as { data: string[][]; errors: ParseError[]; meta: { cursor: number } }
    const endless = errors.find(({ code, row }) => hidesRows(code, rows[row]))
    if (endless !== undefined) {
      throw new UploadError(explainEndless(this.#rows + endless.row + 1))
    }
    this.#rows += rows.length
    this.#pending = more ? this.#pending.slice(meta.cursor) : ''
    if (this.#pending.length > LONGEST_ROW) {
      throw new UploadError(explainEndless(this.#rows + 1))
    }
    return rows
  }

  #findDelimiter(): string {
    const [named, delimiter] = NAMED_DELIMITER.exec(this.#pending) ?? []
    if (named !== undefined && delimiter !== undefined) {
      this.#pending = this.#pending.slice(named.length)
      return delimiter
    }
    const { meta } = Papa.parse(this.#pending.slice(0, SAMPLE_CHARS), {
      preview: SAMPLE_ROWS,
      skipEmptyLines: true,
      newline: '\n',
      delimitersToGuess: DELIMITERS,
    })
    return meta.delimiter
  }

  /** A file put together from several has several. */
  #withOneLineEnd(text: string): string {
    const whole = this.#heldReturn ? `\r${text}` : text
    this.#heldReturn = whole.endsWith('\r')
    return (this.#heldReturn ? whole.slice(0, -1) : whole).replace(/\r\n?/g, '\n')
  }
}

interface ParseError {
  code: string
  /** Index of its row among those parsed with it. */
  row: number
}

/** A quotation mark that ends no cell is part of its text, unless the cell then runs on into the lines below. */
function hidesRows(code: string, cells: string[] | undefined): boolean {
  return (
    cells !== undefined &&
    (code === 'MissingQuotes' || (code === 'InvalidQuotes' && cells.some((cell) => cell.includes('\n'))))
  )
}

function explainEndless(row: number): string {
  return `Row ${row} does not end: a quotation mark in it is opened and never closed. Close it, or save the file again from your spreadsheet.`
}

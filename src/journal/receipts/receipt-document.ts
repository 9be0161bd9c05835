/** A receipt as the text of its row, which holds 2 MB at most. */
import { shortenBody } from '../../model/fit-to-message'
import { shorten } from '../../model/shorten'
import type { Receipt } from './receipt'

/** A row of an object's storage holds 2 MB, with its key and times. */
const MAX_ROW_BYTES = 1_980_000
/** A character of JSON text takes at most three bytes. */
const BYTES_PER_CHAR = 3

/** Of a sentence when full ones do not fit. */
const BRIEF_CHARS = 40
/** A final result's time, outcome and brief sentence. */
const RESULT_BYTES = 160

/** The event matches more work than one record holds. */
export class ReceiptTooLargeError extends Error {}

/**
 * Shortens what is too long for a row: most of its body first, then each firing's sentence and requests. Throws
 * ReceiptTooLargeError. @param beside the other text of the row
 */
export function toDocument(receipt: Receipt, beside: string): string {
  const most = MAX_ROW_BYTES - beside.length * BYTES_PER_CHAR
  const steps = [
    () => {},
    () => {
      receipt.event = shortenBody(receipt.event)
    },
    () => {
      for (const result of receipt.results) {
        Object.assign(result, { sentence: shorten(result.sentence, BRIEF_CHARS), asked: [] })
      }
    },
  ]
  for (const step of steps) {
    step()
    const text = JSON.stringify(receipt)
    if (isFitting(text, most - reservedBytes(receipt))) {
      return text
    }
  }
  throw new ReceiptTooLargeError(`${receipt.results.length} firings do not fit one record`)
}

/** Room for outcomes to come: a receipt that outgrew its row later could neither be saved nor parked. */
function reservedBytes({ results }: Receipt): number {
  return results.every(({ outcome }) => outcome === null) ? results.length * RESULT_BYTES : 0
}

function isFitting(text: string, most: number): boolean {
  return text.length * BYTES_PER_CHAR <= most || new TextEncoder().encode(text).length <= most
}

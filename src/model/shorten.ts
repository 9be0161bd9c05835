/** A row holds 2 MB, in an object and in D1: text that outsiders choose is cut before it is stored. */

/** Characters of a sentence that may quote what another system answered. */
export const SENTENCE_CHARS = 2_000
/** Characters of a name, an address or a browser's description of itself. */
export const NAME_CHARS = 300

export function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

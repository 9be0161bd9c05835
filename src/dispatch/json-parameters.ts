/** Lists of any length as parameters of a statement. */

/** A D1 value holds 2,000,000 bytes (Cloudflare's limits of D1); a UTF-16 unit takes three of them at most. */
const LONGEST_TEXT = 600_000

/** The list as JSON texts, as few as D1 takes; none for an empty list. An element is itself far below the limit. */
export function toJsonParameters(list: unknown[]): string[] {
  const texts: string[] = []
  let elements: string[] = []
  let length = 0
  for (const element of list.map((one) => JSON.stringify(one))) {
    if (length + element.length > LONGEST_TEXT) {
      texts.push(`[${elements.join()}]`)
      elements = []
      length = 0
    }
    elements.push(element)
    length += element.length + 1
  }
  return elements.length === 0 ? texts : [...texts, `[${elements.join()}]`]
}

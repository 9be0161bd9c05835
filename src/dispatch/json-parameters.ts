/** A D1 value holds at most 2,000,000 bytes (Cloudflare's D1 limits); a UTF-16 unit takes up to three. */
const LONGEST_TEXT = 600_000

/** The list as few JSON texts as D1 accepts; none for an empty list. Each element must be far below the limit. */
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

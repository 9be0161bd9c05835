/** Names in a configuration. Pure. */

/** Names that differ only in case cannot be distinguished by people; D1 compares them so, and knows the case of ASCII alone. */
export function nameKey(name: string): string {
  return name.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase())
}

/** Whether two sites call something the same. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** A name as a file has it: senders and sites also have names with line breaks, or with spaces around them. */
export function tidyName(name: string, unnamed: string): string {
  const tidied = name.replace(/\p{Cc}+/gu, ' ').trim()
  return tidied === '' ? unnamed : tidied
}

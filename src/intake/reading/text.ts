/** Makes senders' text safe to store and show. */

/** Ids are part of every key, address and log line. */
export const MAX_ID_LENGTH = 200
/** Names and labels are cut here; the body keeps the rest. */
const MAX_TEXT_LENGTH = 300
/** About what Thinkific's text fields may hold. */
const MAX_FIELD_LENGTH = 2000
const MAX_FIELDS = 100
/** More items than any order has; a longer list is a mistake and would not fit a queue message. */
export const MAX_ITEMS = 500

/** Trimmed and well-formed, without control characters; null when nothing is left. */
export function cleanText(value: unknown, longest = MAX_TEXT_LENGTH): string | null {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return null
  }
  if (typeof value !== 'string' && typeof value !== 'number') {
    return null
  }
  const clean = String(value)
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  return clean === '' ? null : clean.slice(0, longest).toWellFormed()
}

/** Null when empty or longer than MAX_ID_LENGTH: a truncated id could be another one's. */
export function cleanId(value: unknown): string | null {
  const whole = cleanText(value, MAX_ID_LENGTH + 1)
  return whole === null || whole.length > MAX_ID_LENGTH ? null : whole
}

/** Custom fields as text: numbers and booleans converted, lists joined, empty and nested values dropped. */
export function cleanFields(pairs: Iterable<readonly [string, unknown]>): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [name, value] of pairs) {
    const label = cleanText(name)
    const content = fieldText(value)
    if (label === null || label === '__proto__' || content === null) {
      continue
    }
    if (Object.keys(fields).length === MAX_FIELDS) {
      break
    }
    fields[label] = content
  }
  return fields
}

function fieldText(value: unknown): string | null {
  if (typeof value === 'boolean') {
    return String(value)
  }
  if (Array.isArray(value)) {
    return cleanText(value.flatMap((one) => fieldText(one) ?? []).join(', '), MAX_FIELD_LENGTH)
  }
  return cleanText(value, MAX_FIELD_LENGTH)
}

/** What senders write, made safe to store and show. */

/** Longer ids are no ids: every key, address and log line carries them. */
export const MAX_ID_LENGTH = 200
/** Names and labels are cut here; the body keeps the rest. */
const MAX_TEXT_LENGTH = 300
/** A custom field's text, as long as Thinkific's own text fields may be expected to hold. */
const MAX_FIELD_LENGTH = 2000
const MAX_FIELDS = 100
/** More items than any order has; a longer list is a mistake, and would not fit a queue message. */
export const MAX_ITEMS = 500

/** Text or number as trimmed, well-formed text without control characters; null when nothing is left. */
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

/** An id as text; null when empty or longer than MAX_ID_LENGTH, since a cut id would be another's. */
export function cleanId(value: unknown): string | null {
  const whole = cleanText(value, MAX_ID_LENGTH + 1)
  return whole === null || whole.length > MAX_ID_LENGTH ? null : whole
}

/** Custom fields by name: text, numbers and yes/no as text; lists joined; empty ones and anything deeper left out. */
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

/** Reads Thinkific's error bodies. Its 422 has three shapes (reference 2.6); all become complaints. */
import { NAME_CHARS, shorten } from '../../../model/shorten'
import type { Complaint } from './failure'

const MOST_COMPLAINTS = 20
const LONGEST_MESSAGE = 300
/** Used when Thinkific names a field without a reason. */
export const WITHOUT_REASON = 'was not accepted'

/**
 * Reads `{"errors":{"email":["has already been taken"]}}`, `{"errors":["User could not be found."]}`,
 * `{"errors":[{"field_name":"email"}]}` and `{"error":"…"}`, also mixed. Empty when nothing matches.
 */
export function parseComplaints(body: unknown): Complaint[] {
  if (!isRecord(body)) {
    return []
  }
  const { errors, error, message } = body
  const found = [...fromErrors(errors), ...(fromErrors(errors).length > 0 ? [] : fromWord(error ?? message))]
  return found
    .filter((complaint) => complaint.message !== '')
    .slice(0, MOST_COMPLAINTS)
    .map(({ field, message }) => ({
      field: field && shorten(field, NAME_CHARS),
      message: shorten(message, LONGEST_MESSAGE),
    }))
}

function fromErrors(errors: unknown): Complaint[] {
  if (Array.isArray(errors)) {
    return errors.flatMap((entry) => (isRecord(entry) ? fromEntry(entry) : fromWord(entry)))
  }
  return isRecord(errors) ? fromFields(errors) : fromWord(errors)
}

function fromFields(fields: Record<string, unknown>): Complaint[] {
  return Object.entries(fields).flatMap(([field, messages]) =>
    (Array.isArray(messages) ? messages : [messages]).map((message) => ({ field, message: word(message) })),
  )
}

/** The schema's `{"field_name":"email"}`, where the name may be a whole sentence, or `{"email":["…"]}`. */
function fromEntry(entry: Record<string, unknown>): Complaint[] {
  const name = word(entry.field_name ?? entry.field)
  const message = word(entry.message)
  if (name === '') {
    return message === '' ? fromFields(entry) : fromWord(message)
  }
  const isSentence = message === '' && /\s/.test(name)
  return isSentence ? fromWord(name) : [{ field: name, message: message || WITHOUT_REASON }]
}

function fromWord(said: unknown): Complaint[] {
  return typeof said === 'string' ? [{ field: null, message: said.trim() }] : []
}

function word(said: unknown): string {
  if (typeof said === 'string') {
    return said.trim()
  }
  return said === undefined || said === null ? '' : JSON.stringify(said)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import { explainLack, type FieldReader, toList } from '../reading/field-reader'
import { isOneNumber, isUnfilled } from '../reading/text'

/** Nearly every id, and a single one. */
const PLAIN = /^\w[\w-]*$/

/** The ids in one place: a list, or several joined by commas. Blanks between them count as nothing. */
export function splitIds(
  value: unknown,
  isJoined: (text: string) => boolean,
  path: string,
  read: FieldReader,
): unknown[] {
  if (typeof value === 'string' && PLAIN.test(value)) {
    return [value]
  }
  const list = typeof value === 'string' && isUnfilled(value) ? [] : toList(value)
  if (list.length > 0 && list[0] !== value) {
    return list
  }
  if (typeof value !== 'string' || !isJoined(value) || isOneNumber(value)) {
    return [value]
  }
  return value
    .split(',')
    .filter((part) => part.trim() !== '')
    .filter((part, _, parts) => parts.length === 1 || !isZero(part, path, read))
}

/** Why a value holds no product id: the end of a sentence that begins with its name. @param odd as readProductId reports it */
export function explainNoProductId(value: unknown, odd: string | null): string {
  return explainLack(value, odd === null || odd === 'not an id' ? 'not a product id' : odd)
}

/** Among several ids, a zero is more likely the end of `97,0`. */
function isZero(part: string, path: string, read: FieldReader): boolean {
  const isZero = /^\s*0+\s*$/.test(part)
  if (isZero) {
    read.ignore(path, `“${part.trim()}” cannot be listed with other products`)
  }
  return isZero
}

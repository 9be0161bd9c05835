/** Parses a form: `product[id]=1`, `product.id=1`, `product__id=1`, `product={"id":1}`, or a whole JSON post in one field. */
import { parsePath } from './field-path'
import { decodeForm } from './form-encoding'
import { MAX_DEPTH, type Reading } from './json'
import { nestFields, type PathField } from './nest-fields'
import { readRepairedJson } from './repair-json'

/** A post has a few dozen fields. */
const MAX_PAIRS = 2_000

export type PostedField = readonly [name: string, text: string]

/** Null when the text is no form. */
export function readForm(body: string): Reading | null {
  const isForm = body.includes('=') && !/^\s*</.test(body)
  return isForm ? readFields(decodeForm(keepPluses(body.trim())).map(unescapeName)) : null
}

/** A sender that does not encode the @ does not encode a plus before it either. */
function keepPluses(form: string): string {
  return form.replace(/(?<=email(?:_address)?(?:%5D|\])?=)[^&@\s]+@/gi, (start) => start.replaceAll('+', '%2B'))
}

/** A form that was escaped for HTML has `&amp;` between its fields. */
function unescapeName([name, text]: PostedField): PostedField {
  return [name.replace(/^amp;/, ''), text]
}

export function readFields(fields: readonly PostedField[]): Reading {
  if (fields.length > MAX_PAIRS) {
    return { problem: `The form has more than ${MAX_PAIRS} fields.` }
  }
  const [only] = fields
  const whole = only !== undefined && fields.length === 1 ? wholePost(only) : null
  if (whole !== null) {
    return readRepairedJson(whole)
  }
  let doubtful = false
  const read = fields.map(([name, text]): PathField => {
    const reading = /^\s*[[{]/.test(text) ? readRepairedJson(text) : null
    const isRead = reading !== null && 'value' in reading
    doubtful ||= isRead && reading.doubtful === true
    return [parsePath(name), isRead ? reading.value : text]
  })
  const nested = nestFields(read)
  if (nested === null) {
    return { problem: `The form is nested deeper than ${MAX_DEPTH} levels.` }
  }
  return { ...nested, doubtful }
}

/** Some tools put their JSON into the only field, or post it as the name of one. */
function wholePost([name, text]: PostedField): string | null {
  const post = text === '' ? name : text
  return post.trim().startsWith('{') ? post : null
}

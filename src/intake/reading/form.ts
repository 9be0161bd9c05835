/** Parses a form: `product[id]=1`, `product.id=1`, `product__id=1`, `product={"id":1}`, or a whole JSON post in one field. */
import { MAX_DEPTH, type Reading, readJson } from './json'

/** A post has a few dozen fields. */
const MAX_PAIRS = 2_000
/** What follows is a name that a merchant chose, with dots of its own. */
const FREELY_NAMED = 'custom_fields'
/** `data.order` and `data__order`, but not `__proto__` or `_order`. */
const SEPARATOR = /(?<=[^_.])(?:\.|__)(?=[^_.])/

/** Null prototype, so that no field name has a special meaning. */
type Node = { [name: string]: unknown }

export type FormField = readonly [name: string, text: string]

/** Null when the text is no form. */
export function readForm(body: string): Reading | null {
  return body.includes('=') ? readFields([...new URLSearchParams(keepPluses(body.trim()))].map(unescapeName)) : null
}

/** A sender that does not encode the @ does not encode a plus before it either. */
function keepPluses(form: string): string {
  return form.replace(/(?<=email(?:%5D|\])?=)[^&@\s]+@/gi, (start) => start.replaceAll('+', '%2B'))
}

/** A form that was escaped for HTML has `&amp;` between its fields. */
function unescapeName([name, text]: FormField): FormField {
  return [name.replace(/^amp;/, ''), text]
}

export function readFields(fields: readonly FormField[]): Reading {
  if (fields.length > MAX_PAIRS) {
    return { problem: `The form has more than ${MAX_PAIRS} fields.` }
  }
  const [only] = fields
  if (only && fields.length === 1 && only[1].trim().startsWith('{')) {
    return readJson(only[1])
  }
  const root: Node = Object.create(null)
  for (const [name, text] of fields) {
    const path = parsePath(name)
    if (path.length > MAX_DEPTH) {
      return { problem: `The form is nested deeper than ${MAX_DEPTH} levels.` }
    }
    setAt(root, path, fieldValue(text))
  }
  return { value: toLists(root) }
}

/** `order[custom_fields][0][name]`, `order.custom_fields.0.name` → order, custom_fields, 0, name. */
function parsePath(name: string): string[] {
  const [head = '', ...rest] = name.trim().split('[')
  return [...splitHead(head), ...rest.map((part) => part.replace(/\]$/, ''))]
}

function splitHead(head: string): string[] {
  const free = new RegExp(`^(.*?(?:\\.|__)?${FREELY_NAMED})(?:\\.|__)(.+)$`, 's').exec(head)
  if (free?.[1] !== undefined && free[2] !== undefined && !/^\d+(?:\.|__)/.test(free[2])) {
    return [...free[1].split(SEPARATOR), free[2]]
  }
  return head.split(SEPARATOR)
}

/** Parses JSON in a field's text. */
function fieldValue(text: string): unknown {
  const reading = /^\s*[[{]/.test(text) ? readJson(text) : null
  return reading && 'value' in reading ? reading.value : text
}

/** The last of several fields with one name wins; `[]` appends. */
function setAt(root: Node, path: string[], value: unknown): void {
  let node = root
  for (const [depth, part] of path.entries()) {
    const name = part === '' && depth > 0 ? appendedName(node, path[depth + 1]) : part
    if (depth === path.length - 1) {
      node[name] = value
      return
    }
    const next = node[name]
    const inner = isNode(next) ? next : Object.create(null)
    node[name] = inner
    node = inner
  }
}

/** `items[][id]=1&items[][name]=One` is one item: a repeated name starts the next. */
function appendedName(node: Node, inner: string | undefined): string {
  const count = Object.keys(node).length
  const last = node[String(count - 1)]
  return String(inner !== undefined && isNode(last) && !(inner in last) ? count - 1 : count)
}

/** Objects with names counting from 0 are lists. */
function toLists(value: unknown): unknown {
  if (!isNode(value)) {
    return value
  }
  const names = Object.keys(value)
  if (names.length > 0 && names.every((name, index) => name === String(index))) {
    return names.map((name) => toLists(value[name]))
  }
  for (const name of names) {
    value[name] = toLists(value[name])
  }
  return value
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null
}

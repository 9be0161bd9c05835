/** Parses a form: `product[id]=1`, `product={"id":1}`, or a whole JSON post in one field. */
import { MAX_DEPTH, type Reading, readJson } from './json'

/** A post has a few dozen fields. */
const MAX_PAIRS = 2_000

/** Null prototype, so that no field name has a special meaning. */
type Node = { [name: string]: unknown }

/** Null when the text is no form. */
export function readForm(body: string): Reading | null {
  if (!body.includes('=')) {
    return null
  }
  const pairs = [...new URLSearchParams(body.trim())]
  if (pairs.length > MAX_PAIRS) {
    return { problem: `The form has more than ${MAX_PAIRS} fields.` }
  }
  const [only] = pairs
  if (only && pairs.length === 1 && only[1].trim().startsWith('{')) {
    return readJson(only[1])
  }
  const root: Node = Object.create(null)
  for (const [name, text] of pairs) {
    const path = parsePath(name)
    if (path.length > MAX_DEPTH) {
      return { problem: `The form is nested deeper than ${MAX_DEPTH} levels.` }
    }
    setAt(root, path, fieldValue(text))
  }
  return { value: toLists(root) }
}

/** `order[custom_fields][0][name]` → order, custom_fields, 0, name. */
function parsePath(name: string): string[] {
  const [head = '', ...rest] = name.split('[')
  return [head, ...rest.map((part) => part.replace(/\]$/, ''))]
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
    const name = part === '' && depth > 0 ? String(Object.keys(node).length) : part
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

/** Builds a body of fields whose names are paths. A name given twice is never guessed at. */
import { toPlainName } from './field-path'
import { MAX_DEPTH } from './json'
import { NAMED_TWICE, Unreadable } from './unreadable'

/** Null prototype, so that no field name has a special meaning. */
type Node = { [name: string]: unknown }

export type PathField = readonly [path: string[], value: unknown]

interface Nested {
  value: unknown
  /** Values that gave way to others under the same name. */
  ignored: string[]
}

/** A name of a product or its lines, of which a form may have several. */
const PRODUCTS = /^(?:products?|(?:line_)?items|product_id|product_name)$/
const OF_PRODUCTS = /^(?:id|name)$/

/** Null for a path deeper than MAX_DEPTH. */
export function nestFields(fields: readonly PathField[]): Nested | null {
  const root: Node = Object.create(null)
  const ignored: string[] = []
  for (const [path, value] of fields) {
    if (path.length > MAX_DEPTH) {
      return null
    }
    const lost = setAt(root, path, value)
    if (lost !== null) {
      ignored.push(`${lost.join('.')}, ${NAMED_TWICE.why}`)
    }
  }
  return { value: toLists(root), ignored }
}

/** `[]` appends. Where a single value and a group of fields share a name the group stays, and the path is returned. */
function setAt(root: Node, path: string[], value: unknown): string[] | null {
  let node = root
  let lost: string[] | null = null
  for (const [depth, part] of path.entries()) {
    const name = part === '' && depth > 0 ? appendedName(node, path[depth + 1]) : part
    if (depth === path.length - 1) {
      return put(node, name, value, path) ? lost : path
    }
    const next = node[name]
    if (!isNode(next) && !isObject(next) && !isBlank(next)) {
      lost = path.slice(0, depth + 1)
    }
    const inner = isNode(next) ? next : toNode(next)
    node[name] = inner
    node = inner
  }
  return lost
}

function put(node: Node, name: string, value: unknown, path: readonly string[]): boolean {
  const before = node[name]
  if (isBlank(before) || isSame(before, value)) {
    node[name] = value
  } else if (isNode(before)) {
    return isBlank(value) || merge(before, value)
  } else if (!isBlank(value)) {
    node[name] = !isObject(value) && isOfProducts(path) ? addTo(before, value) : NAMED_TWICE
  }
  return true
}

/** JSON in one field beside fields of its own: what only the JSON names is added. */
function merge(node: Node, value: unknown): boolean {
  if (!isObject(value)) {
    return false
  }
  return Object.entries(value)
    .map(([name, one]) => put(node, name, one, []))
    .every((isWhole) => isWhole)
}

function addTo(before: unknown, value: unknown): unknown[] {
  const list = Array.isArray(before) ? before : [before]
  return list.includes(value) ? list : [...list, value]
}

function isOfProducts(path: readonly string[]): boolean {
  const [name = '', owner = ''] = path
    .filter((part) => !/^\d*$/.test(part))
    .reverse()
    .map(toPlainName)
  return PRODUCTS.test(name) || (PRODUCTS.test(owner) && OF_PRODUCTS.test(name))
}

function toNode(value: unknown): Node {
  const node: Node = Object.create(null)
  return isObject(value) ? Object.assign(node, value) : node
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

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unreadable)
}

function isBlank(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() === '')
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))
}

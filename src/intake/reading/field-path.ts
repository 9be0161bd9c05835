/** The names of forms and of flattened JSON: `order[id]`, `order.id` and `order__id` mean the same, also mixed. */

/** What follows is a name that a merchant chose, with dots of its own. */
const FREELY_NAMED = 'custom_fields'
/** `data.order` and `data__order`, but not `__proto__` or `_order`. */
const SEPARATOR = /(?<=[^_.])(?:\.|__)(?=[^_.])/
const BEHIND_BRACKET = /^(?:\.|__)(?=[^_.])/

/** `order[custom_fields].0.name` → order, custom_fields, 0, name. */
export function parsePath(name: string): string[] {
  const [head = '', ...rest] = name.trim().split('[')
  const path = head === '' && rest.length > 0 ? [] : split(head, undefined)
  for (const part of rest) {
    const end = part.indexOf(']')
    const [inner, tail] = end === -1 ? [part, ''] : [part.slice(0, end), part.slice(end + 1)]
    path.push(...split(inner, path.at(-1)))
    if (tail !== '') {
      path.push(...split(tail.replace(BEHIND_BRACKET, ''), path.at(-1)))
    }
  }
  return path
}

export function isPath(name: string): boolean {
  return name.includes('[') || SEPARATOR.test(name)
}

/** A merchant's own name stays whole. */
function split(text: string, before: string | undefined): string[] {
  if (before === FREELY_NAMED && !/^\d+(?:\.|__|$)/.test(text)) {
    return [text]
  }
  const path = text.split(SEPARATOR)
  const free = path.indexOf(FREELY_NAMED)
  if (free === -1 || free === path.length - 1 || /^\d+$/.test(path[free + 1] ?? '')) {
    return path
  }
  const own = text.slice(text.indexOf(FREELY_NAMED) + FREELY_NAMED.length).replace(BEHIND_BRACKET, '')
  return [...path.slice(0, free + 1), own]
}

/** `productId`, `Product ID` and `product-id` as `product_id`. */
export function toPlainName(name: string): string {
  return name
    .trim()
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, '_')
    .replace(/[\s-]+/g, '_')
    .toLowerCase()
}

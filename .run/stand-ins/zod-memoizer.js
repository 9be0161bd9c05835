/** In place of zod's watch for values that hold themselves: what is read here was JSON, or a form. */
export function memoizer() {
  return { attach() {}, guard() {}, alloc: (_schema, _payload, empty) => empty }
}

export function isBackEdge() {
  return false
}

export function isRecursiveSchema() {
  throw new Error('No schema is compiled.')
}

export class $ZodCyclicError extends Error {}

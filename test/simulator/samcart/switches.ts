/**
 * What SamCart's documentation leaves open, or public clients met, one switch each. The first value is the default: what is
 * documented.
 */
export const SAMCART_CHOICES = {
  spelling: ['canceled', 'cancelled'],
  /** How a value that is not there is written. */
  missing: ['null', 'empty text', 'the word null'],
  ids: ['numbers', 'texts'],
  flags: ['booleans', 'numbers', 'texts'],
  /** Whether a page without records may come before one with some. */
  emptyPages: ['none', 'before each'],
  retryAfter: ['seconds', 'none'],
  /** Protocol of the `next` address; before July 2021 it was not the request's. */
  nextAddress: ['as asked', 'http', 'relative'],
} as const

export type SamCartSwitches = {
  -readonly [Name in keyof typeof SAMCART_CHOICES]: (typeof SAMCART_CHOICES)[Name][number]
}

export function samcartDefaults(): SamCartSwitches {
  const first = Object.entries(SAMCART_CHOICES).map(([name, values]) => [name, values[0]])
  return Object.fromEntries(first) as SamCartSwitches
}

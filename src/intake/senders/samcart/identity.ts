/** SamCart sends no event id: each post gets one at arrival, and the journal recognizes repeats per item. */

export function identity(): null {
  return null
}

/** SamCart sends no id: every post gets one at arrival, and the journal recognizes repeats item by item. */

/** Never an id. */
export function identity(): null {
  return null
}

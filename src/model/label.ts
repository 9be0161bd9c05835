/** Order of labels in lists and selects: alphabetical whatever the case, numbers by size. */
export function compareLabels(a: string, b: string): number {
  return a.localeCompare(b, 'en', { sensitivity: 'base', numeric: true })
}

/** `2024-02-22T20:32:52.726Z`, or null: null is never "now". */
export function isoTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}

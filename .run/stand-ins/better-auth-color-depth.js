/** Logs are not a terminal: no colors. */
export function getColorDepth() {
  return 1
}

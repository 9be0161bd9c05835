/** How soon a site's window lets so many calls through, with five seconds to come in and go out. Milliseconds. */
export function soonest(calls: number, allowance: number): number {
  return 60_500 * Math.floor((calls - 1) / allowance) + 5_000
}

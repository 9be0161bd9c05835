/** Time zones by their IANA names, `Europe/Vienna`. */

/** A marketplace's zone until it chooses one. */
export const UTC = 'UTC'

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** Every zone to choose from; `chosen` too, should this runtime not list it. */
export function listZones(chosen: string): string[] {
  return [...new Set([UTC, chosen, ...Intl.supportedValuesOf('timeZone')])].sort()
}

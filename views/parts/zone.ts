/** "America/New York" */
export function nameZone(zone: string): string {
  return zone.replaceAll('_', ' ')
}

export function listZoneOptions(zones: string[]) {
  return zones.map((zone) => ({ value: zone, label: nameZone(zone) }))
}

/** Days as people mean them: from midnight to midnight where they are. */

/**
 * Epoch ms of the midnight that begins `day` (YYYY-MM-DD) in `zone`, `later` days on. Null for what is no day.
 * @param zone IANA name
 */
export function midnight(day: string, zone: string, later: number): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)?.slice(1).map(Number)
  if (!parts) {
    return null
  }
  const [year = 0, month = 1, date = 1] = parts
  const asIfUtc = Date.UTC(year, month - 1, date + later)
  // The offset of the moment found decides: on a day that changes clocks the first guess may be an hour off.
  return asIfUtc - offset(asIfUtc - offset(asIfUtc, zone), zone)
}

/** How far ahead of UTC clocks in `zone` are at `at`, ms. */
function offset(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const value = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value ?? 0)
  const shown = Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  )
  return shown - Math.floor(at / 1000) * 1000
}

/** Start of `day` (YYYY-MM-DD), `later` days on, epoch ms; null for an invalid day. @param zone IANA name */
export function midnight(day: string, zone: string, later: number): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)?.slice(1).map(Number)
  if (!parts) {
    return null
  }
  const [year = 0, month = 1, date = 1] = parts
  const asIfUtc = Date.UTC(year, month - 1, date + later)
  // When clocks change that day, the first guess may be an hour off.
  return asIfUtc - offset(asIfUtc - offset(asIfUtc, zone), zone)
}

/** Offset from UTC at `at`, ms. */
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

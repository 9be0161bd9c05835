import { startOfDay } from '../../model/time-zone'

const DAY_MS = 86_400_000

/** Start of `day` (YYYY-MM-DD), `later` days on, epoch ms; null for an invalid day. @param zone IANA name */
export function midnight(day: string, zone: string, later: number): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)?.slice(1).map(Number)
  if (!parts) {
    return null
  }
  const [year = 0, month = 1, date = 1] = parts
  return startOfDay(Date.UTC(year, month - 1, date + later) / DAY_MS, zone)
}

/** How a site fares, for the status page. Times are epoch ms. */
export interface SiteStatus {
  /** Null while the site is called as usual. */
  held: { since: number; probeAt: number; parked: boolean } | null
  /** Firings sent back for a later slot. */
  waiting: number
  running: number
  callsLastMinute: number
  allowance: number
  /** Null for a kind that keeps none. */
  customers: number | null
  /** Id of the key that seals the site's secret; null for one that has none. */
  sealedUnder: string | null
}

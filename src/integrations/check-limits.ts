/** How many refused credentials may be tried: each costs the other side a call, and guesses cost it all of them. */
import type { Author } from '../accounts/audit-line'
import { type Limit, returnAttempt, takeAttempt } from '../accounts/throttle'
import type { Integration } from './store'

const WINDOW_S = 10 * 60
const PER_PERSON: Limit = { most: 10, windowS: WINDOW_S }
const PER_MARKETPLACE: Limit = { most: 20, windowS: WINDOW_S }
/** By all marketplaces together. */
const PER_SITE: Limit = { most: 30, windowS: WINDOW_S }

/** @param isOwnSite one that the marketplace has proven before, and others cannot shut. @returns the sentence, or how an accepted one is taken back */
export async function countCheck(
  d1: D1Database,
  { marketplace, person }: Author,
  { kind, site }: Pick<Integration, 'kind' | 'site'>,
  isOwnSite: boolean,
): Promise<{ tooMany: string } | { tooMany: null; takeBack: () => Promise<unknown> }> {
  const counters: [string, Limit][] = [
    [`check person ${person.id}`, PER_PERSON],
    [`check marketplace ${marketplace}`, PER_MARKETPLACE],
    ...(isOwnSite ? [] : [[`check site ${kind} ${site}`, PER_SITE] as [string, Limit]]),
  ]
  for (const [key, limit] of counters) {
    const waitS = await takeAttempt(d1, key, limit, Date.now())
    if (waitS > 0) {
      const minutes = Math.ceil(waitS / 60)
      const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`
      return { tooMany: `Too many keys were tried. Wait ${wait} and try again.` }
    }
  }
  return { tooMany: null, takeBack: () => Promise.all(counters.map(([key]) => returnAttempt(d1, key))) }
}

/** How many credentials may be tried: each costs the other side a call or two, and guesses cost it all of them. */
import type { Author } from '../../accounts/audit-line'
import { type Limit, returnAttempt, takeAttempt } from '../../accounts/throttle'
import type { Integration } from '../store'

const WINDOW_S = 10 * 60
const PER_PERSON: Limit = { most: 10, windowS: WINDOW_S }
const PER_MARKETPLACE: Limit = { most: 20, windowS: WINDOW_S }
/** By all marketplaces together, beyond the first try of each, so that strangers cannot keep others from connecting. */
const PER_SITE: Limit = { most: 30, windowS: WINDOW_S }
const FIRST_OF_MARKETPLACE: Limit = { most: 1, windowS: WINDOW_S }
/** Accepted credentials: a form saved over and over spends calls that sales need. */
const ACCEPTED: Limit = { most: 30, windowS: WINDOW_S }
/** An agency connects the schools of many marketplaces. */
const ACCEPTED_OF_PERSON: Limit = { most: 60, windowS: WINDOW_S }
/** Credentials that Thinkific accepts under any site name: each integration leaves an object behind. */
const ALONE: Limit = { most: 10, windowS: 30 * 86_400 }

type Counter = [key: string, limit: Limit]

/**
 * Counted as both until the answer is known.
 * @param isOwnSite one that the marketplace has proven before, so that others cannot use up its tries
 * @returns the sentence, or what to say once the answer is known
 */
export async function countCheck(
  d1: D1Database,
  { marketplace, person }: Author,
  { kind, site }: Pick<Integration, 'kind' | 'site'>,
  isOwnSite: boolean,
): Promise<{ tooMany: string } | { tooMany: null; settle: (isAccepted: boolean) => Promise<unknown> }> {
  const first: Counter = [`check site ${kind} ${site} by ${marketplace}`, FIRST_OF_MARKETPLACE]
  const isFirst = isOwnSite || (await takeAttempt(d1, ...first, Date.now())) === 0
  const tries: Counter[] = [
    [`check person ${person.id}`, PER_PERSON],
    [`check marketplace ${marketplace}`, PER_MARKETPLACE],
    ...(isFirst ? [] : [[`check site ${kind} ${site}`, PER_SITE] as Counter]),
  ]
  const accepted: Counter[] = [
    [`accepted person ${person.id}`, ACCEPTED_OF_PERSON],
    [`accepted marketplace ${marketplace}`, ACCEPTED],
  ]
  const giveBack = (counters: Counter[]) => Promise.all(counters.map(([key]) => returnAttempt(d1, key)))
  for (const [key, limit] of [...tries, ...accepted]) {
    const waitS = await takeAttempt(d1, key, limit, Date.now())
    if (waitS > 0) {
      const minutes = Math.ceil(waitS / 60)
      const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`
      return { tooMany: `That was tried too often. Wait ${wait} and try again.` }
    }
  }
  return {
    tooMany: null,
    settle: (isAccepted) => giveBack(isAccepted ? [...tries, ...(isOwnSite ? [] : [first])] : accepted),
  }
}

export async function mayWorkAlone(d1: D1Database, marketplace: string): Promise<boolean> {
  return (await takeAttempt(d1, `alone ${marketplace}`, ALONE, Date.now())) === 0
}

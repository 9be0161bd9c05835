/** The customers between whom events crossed: each names one of them, and belongs to a purchase of another. */
import { aliasesOfEvent, awayAlias } from '../ledger/purchase'
import { MOST_OWNERS, type SiteStorage } from '../storage/site-storage'

/**
 * The customers given, everyone whose events they have, everyone who has theirs, and so on: an event that moves home changes
 * who was in which course, and whether another event may cross depends on that. An unclear event adds everyone whose purchase
 * it may be about: with one of them missing it would look clear. Stops where too many are involved.
 */
export function withCrossed(storage: SiteStorage, marketplace: string, keys: string[]): string[] {
  const found = new Set(keys)
  for (const key of found) {
    const { history } = storage.load(key).customer
    // What follows a correction comes home only by what the old email reports, which leads here.
    const old = new Set(history.flatMap(({ corrections = [] }) => corrections.map(({ from }) => from)))
    const homes = history.flatMap(({ from }) => (from === undefined || old.has(from) ? [] : from))
    const unclear = history.filter(({ ambiguous }) => ambiguous).flatMap(aliasesOfEvent)
    for (const one of [...homes, ...storage.findSharers([awayAlias(marketplace, key), ...unclear])]) {
      found.add(one)
    }
    if (found.size > MOST_OWNERS) {
      break
    }
  }
  return [...found]
}

/** Notes received while Thinkific rejected a marketplace's credentials, recorded once one works again. */
import type { Site } from '../site/site'
import { recordDeferredNote } from './notes'

/** Per alarm, so that other work gets its turn after a long outage. */
const MOST_AT_ONCE = 50

/** Marketplaces whose notes can be recorded now. */
export function listReleasable({ storage, integrations }: Site): string[] {
  return storage.deferredNotes.marketplaces().filter((marketplace) => integrations.isAccepted(marketplace))
}

/** Throws when a note could not be carried out; it and the ones after it are retried. */
export async function recordDeferredNotes(site: Site): Promise<void> {
  const results = await Promise.allSettled(listReleasable(site).map((marketplace) => recordAll(site, marketplace)))
  const failed = results.find((one) => one.status === 'rejected')
  if (failed !== undefined) {
    throw failed.reason
  }
}

async function recordAll(site: Site, marketplace: string): Promise<void> {
  const { deferredNotes } = site.storage
  for (const { seq, customer, note } of deferredNotes.first(marketplace, MOST_AT_ONCE)) {
    if (!site.integrations.isAccepted(marketplace)) {
      return
    }
    const effect = await recordDeferredNote(site, note, customer)
    if (effect !== null) {
      await site.ports.recordEffects(marketplace, note, effect)
    }
    deferredNotes.delete(seq)
  }
}

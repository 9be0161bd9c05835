/** Notes received while Thinkific rejected a marketplace's credentials, recorded once one works again. */
import type { Site } from '../site/site'
import { recordHeldNote } from './notes'

/** Per alarm, so that other work gets its turn after a long outage. */
const MOST_AT_ONCE = 50

/** Marketplaces whose notes can be recorded now. */
export function listReleasable({ storage, integrations }: Site): string[] {
  return storage.heldNotes.marketplaces().filter((marketplace) => integrations.isAccepted(marketplace))
}

/** Throws when a note could not be carried out; it and the ones after it are retried. */
export async function takeInHeldNotes(site: Site): Promise<void> {
  const results = await Promise.allSettled(listReleasable(site).map((marketplace) => takeInAll(site, marketplace)))
  const failed = results.find((one) => one.status === 'rejected')
  if (failed !== undefined) {
    throw failed.reason
  }
}

async function takeInAll(site: Site, marketplace: string): Promise<void> {
  const { heldNotes } = site.storage
  for (const { seq, customer, note } of heldNotes.first(marketplace, MOST_AT_ONCE)) {
    if (!site.integrations.isAccepted(marketplace)) {
      return
    }
    const effect = await recordHeldNote(site, note, customer)
    if (effect !== null) {
      await site.ports.recordEffects(marketplace, note, effect)
    }
    heldNotes.delete(seq)
  }
}

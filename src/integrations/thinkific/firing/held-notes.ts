/** Notes that came while Thinkific refused a marketplace's credentials, taken in once it accepts one. */
import type { Site } from '../site/site'
import { recordHeldNote } from './notes'

/** Between two alarms, so that a long outage's notes keep nobody else waiting. */
const MOST_AT_ONCE = 50

/** Marketplaces whose notes can be taken in. */
export function listReleasable({ storage, integrations }: Site): string[] {
  return storage.heldNotes.marketplaces().filter((marketplace) => integrations.isAccepted(marketplace))
}

/** Throws where one could not be carried out: it and those behind it are tried again. */
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

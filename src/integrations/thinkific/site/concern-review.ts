/**
 * Concerns are kept as they were found, by what their marketplace might know then. Once Thinkific refuses its credentials,
 * or accepts one again, those of customers it shares are found again.
 */
import type { Site } from './site'

export function areConcernsCurrent(site: Site): boolean {
  return listChanged(site).length === 0
}

/** If this stops halfway, the next alarm does it again. */
export async function reviewConcerns(site: Site): Promise<void> {
  const { storage, integrations } = site
  const refused = integrations.refusedMarketplaces
  const changed = listChanged(site)
  if (changed.length === 0) {
    return
  }
  for (const marketplace of changed) {
    for await (const { key } of storage.eachMentioning(JSON.stringify(marketplace))) {
      storage.correctConcerns(key)
    }
  }
  storage.saveFact('concerns without', refused.length === 0 ? null : refused)
}

/** Refused now and not when their concerns were found, or the other way round. */
function listChanged({ storage, integrations }: Site): string[] {
  const before = storage.readFact('concerns without') ?? []
  const { refusedMarketplaces: now } = integrations
  return [...now.filter((one) => !before.includes(one)), ...before.filter((one) => !now.includes(one))]
}

/**
 * Concerns are found by what their marketplace itself reported. Earlier versions also looked at what others did, so those of
 * a shared site are found again, once.
 */
import type { Site } from './site'

export function areConcernsCurrent({ storage, integrations }: Site): boolean {
  return !integrations.isShared || storage.readFact('concerns by own facts') === true
}

/** If this stops halfway, the next alarm does it again. */
export async function reviewConcerns(site: Site): Promise<void> {
  const { storage, integrations } = site
  if (areConcernsCurrent(site)) {
    return
  }
  for (const marketplace of integrations.marketplaces) {
    for await (const { key } of storage.eachMentioning(JSON.stringify(marketplace))) {
      storage.correctConcerns(key)
    }
  }
  storage.saveFact('concerns by own facts', true)
}

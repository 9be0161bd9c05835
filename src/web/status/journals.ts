import type { Env } from '../../env'
import type { JournalHealth } from '../../journal/overview/health'
import { answerOrNull, mapInGroups } from './object-calls'

export interface JournalLine {
  /** The marketplace's id. */
  id: string
  /** Null when the journal did not answer. */
  health: JournalHealth | null
}

export function loadJournalLines(env: Env, marketplaces: string[]): Promise<JournalLine[]> {
  return mapInGroups(marketplaces, async (id) => ({
    id,
    health: await answerOrNull(env.JOURNAL.getByName(id).health()),
  }))
}

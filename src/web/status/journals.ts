/** Each marketplace's journal, asked side by side. */
import type { Env } from '../../env'
import type { JournalHealth } from '../../journal/overview/health'
import { answerOf, inGroups } from './asking'

export interface JournalLine {
  /** The marketplace's id. */
  id: string
  /** Null: the journal did not answer. */
  health: JournalHealth | null
}

export function journalLines(env: Env, marketplaces: string[]): Promise<JournalLine[]> {
  return inGroups(marketplaces, async (id) => ({ id, health: await answerOf(env.JOURNAL.getByName(id).health()) }))
}

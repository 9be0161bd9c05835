import { listCauses } from '../../../attention/causes'
import { loadFacts } from '../../../attention/load-facts'
import type { NotUnderstoodWord, OverviewFacts, Sightings } from '../../../journal/queries'
import { type Handlers, journalOf } from '../../contract/call'
import { toTime } from '../../contract/values'
import type { AttentionAnswers } from './description'
import type { ATTENTION } from './operations'

export const attentionHandlers: Handlers<typeof ATTENTION, AttentionAnswers> = {
  listCauses: async (call) => {
    const journal = journalOf(call)
    const now = Date.now()
    const [overview, words, seen] = await Promise.all([
      journal.overview(),
      journal.notUnderstoodWords(),
      journal.seen(),
    ])
    const asked = { overview: overview as OverviewFacts, words: words as NotUnderstoodWord[], seen: seen as Sightings }
    const { facts, unknown } = await loadFacts(call.env, call.marketplace.id, asked, now)
    return {
      items: listCauses(facts, now).map(({ key, kind, tone, title, text, fix, count, since, link }) => ({
        key,
        kind,
        serious: tone === 'bad',
        title,
        text,
        fix,
        count,
        since: toTime(since),
        page: `${call.origin}/m/${call.marketplace.id}${link}`,
      })),
      next_cursor: null,
      unknown,
    }
  },
}

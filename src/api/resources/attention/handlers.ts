import { listCauses } from '../../../attention/causes'
import { loadFacts } from '../../../attention/load-facts'
import { type Handlers, journalOf } from '../../contract/call'
import { toTime } from '../../contract/values'
import type { AttentionAnswers } from './description'
import type { ATTENTION } from './operations'

export const attentionHandlers: Handlers<typeof ATTENTION, AttentionAnswers> = {
  listCauses: async (call) => {
    const journal = journalOf(call)
    const now = Date.now()
    const asked = Promise.all([journal.overview(), journal.notUnderstoodWords(), journal.seen()]).then(
      ([overview, words, seen]) => ({ overview, words, seen }),
    )
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

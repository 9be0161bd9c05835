import { OUTCOMES } from '../../../model/outcome'
import { ask } from '../tool/ask'
import { defineTool } from '../tool/tool'
import { pageLink, sayEntry, toLines } from '../tool/words'

const MOST_SHOWN = 20

export const listEntries = defineTool({
  name: 'list_entries',
  title: 'Entries of the log',
  description:
    'What came of what the store reported, newest first: each entry says in a sentence why a customer was, or was not, enrolled.',
  scope: 'read',
  fields: {
    search: { description: 'Part of a customer, product, rule, event, order or course.' },
    outcome: { description: 'Only entries that ended so.', choices: ['done', 'nothing to do', 'failed', ...OUTCOMES] },
    open: { description: '“true” for only what still needs a person.', choices: ['true', 'false'] },
  },
  run: async (call, given) => {
    const query = Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined))
    const { items, found, waiting, waiting_found } = await ask(call, 'listEntries', {
      query: { ...query, limit: MOST_SHOWN },
    })
    const shown = [...waiting, ...items].slice(0, MOST_SHOWN)
    const total = found + waiting_found
    if (shown.length === 0) {
      return `The log has no such entry. ${pageLink(call, '/logs')}`
    }
    const rest = total > shown.length ? `\nThese are ${shown.length} of ${total}: ${pageLink(call, '/logs')}` : ''
    return toLines(shown.map((entry) => sayEntry(call, entry))) + rest
  },
})

import { ask } from '../tool/ask'
import { defineTool } from '../tool/tool'
import { sayTime, toLines } from '../tool/words'

export const listAttention = defineTool({
  name: 'list_attention',
  title: 'What needs a person',
  description: 'Lists what keeps customers from their access until a person does something, most urgent first.',
  scope: 'read',
  fields: {},
  run: async (call) => {
    const { items, unknown } = await ask(call, 'listCauses')
    const unread =
      unknown.length === 0 ? '' : `\nThis could not be looked at, a site did not answer: ${unknown.join(', ')}.`
    if (items.length === 0) {
      return `Nothing needs a person.${unread}`
    }
    const lines = items.map(({ serious, title, text, since, fix, page }) => {
      const begun = since === null ? '' : ` Since ${sayTime(since)}.`
      return `${serious ? 'Serious: ' : ''}${title}. ${text}${begun} ${fix}: ${page}`
    })
    return toLines(lines) + unread
  },
})

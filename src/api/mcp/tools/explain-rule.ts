import { KINDS } from '../../../integrations'
import { EVERY_PRODUCT, PLAIN_OPTIONS } from '../../../model/rule'
import { isTrigger } from '../../../model/trigger'
import { phraseRule } from '../../../rules/sentence'
import type { ApiCall } from '../../contract/call'
import { ApiProblem } from '../../contract/problem'
import type { TypedOptions } from '../../resources/rules/operations'
import { readOptions } from '../../resources/rules/rule-json'
import { ask } from '../tool/ask'
import { defineTool } from '../tool/tool'
import { pageLink, toLines } from '../tool/words'

const MOST_NAMED = 10
const PAGE = 200
const MOST_PAGES = 10

type ListedRule = Awaited<ReturnType<typeof listRules>>[number]

export const explainRule = defineTool({
  name: 'explain_rule',
  title: 'What does a rule do?',
  description: 'Says in a sentence what a rule does, and whether it is on.',
  scope: 'read',
  fields: { rule: { description: 'Its id, or part of its name.', required: true } },
  run: async (call, { rule: wanted }) => {
    const rule = await findRule(call, wanted)
    const state = rule.on ? 'It is on.' : 'It is off: it does nothing until it is switched on.'
    return `“${rule.name}”: ${await sayRule(call, rule)} ${state} ${pageLink(call, `/rules/${encodeURIComponent(rule.id)}`)}`
  },
})

/** As many pages as are looked through for a name. */
async function listRules(call: ApiCall) {
  const pages = [await ask(call, 'listRules', { query: { limit: PAGE } })]
  for (let cursor = pages[0]?.next_cursor; cursor && pages.length < MOST_PAGES; cursor = pages.at(-1)?.next_cursor) {
    pages.push(await ask(call, 'listRules', { query: { limit: PAGE, cursor } }))
  }
  return pages.flatMap(({ items }) => items)
}

async function findRule(call: ApiCall, wanted: string): Promise<ListedRule> {
  const byId = await ask(call, 'getRule', { params: { rule: wanted } }).catch((error: unknown) => {
    if (error instanceof ApiProblem) {
      return null
    }
    throw error
  })
  if (byId !== null) {
    return byId
  }
  const rules = await listRules(call)
  const exact = rules.filter(({ name }) => name === wanted)
  const found = exact.length > 0 ? exact : rules.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()))
  const [only] = found
  if (only === undefined) {
    throw new ApiProblem(
      404,
      'not found',
      `No rule has the id or the name “${wanted}”. All of them: ${pageLink(call, '/rules')}`,
    )
  }
  if (found.length > 1) {
    const names = toLines(found.slice(0, MOST_NAMED).map(({ id, name }) => `${name}: ${id}`))
    throw new ApiProblem(409, 'several', `“${wanted}” could be several rules. Ask again with an id:\n${names}`)
  }
  return only
}

async function sayRule(call: ApiCall, { product, trigger, action, target, options }: ListedRule): Promise<string> {
  const sold =
    product === EVERY_PRODUCT ? 'any product' : `“${(await ask(call, 'getProduct', { params: { product } })).name}”`
  if (!isTrigger(trigger)) {
    return `It runs on ${trigger}.`
  }
  const parts = {
    trigger,
    action: KINDS.action(action),
    options: { ...PLAIN_OPTIONS, ...readOptions(options as TypedOptions) },
  }
  return phraseRule(parts, sold, target?.name ?? '')
}

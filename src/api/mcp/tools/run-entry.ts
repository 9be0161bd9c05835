import type { ApiCall } from '../../contract/call'
import { ApiProblem } from '../../contract/problem'
import { ask, type EntryRow } from '../tool/ask'
import { defineTool } from '../tool/tool'
import { sayEntry } from '../tool/words'

const CONFLICT = 409
const fields = { entry: { description: 'The entry’s id, as list_entries says it.', required: true } } as const

export const retry = defineTool({
  name: 'retry',
  title: 'Retry an entry',
  description: 'Runs a failed or waiting entry again, with the rule as it was then.',
  scope: 'write',
  fields,
  run: async (call, { entry }) => {
    const row = await runAgain(call, 'retryEntry', entry)
    return `It runs again, and its entry will say what came of it. ${sayEntry(call, row)}`
  },
})

export const replay = defineTool({
  name: 'replay',
  title: 'Replay an event',
  description:
    'Runs an entry’s event against today’s rules, for when a rule was missing or wrong. What is settled already is left alone.',
  scope: 'write',
  fields,
  run: async (call, { entry }) => {
    const row = await runAgain(call, 'replayEntry', entry)
    return `Its event runs against today’s rules, and its entry will say what came of it. ${sayEntry(call, row)}`
  },
})

/** Refused, it says how the entry stands and what could be done instead. */
async function runAgain(call: ApiCall, name: 'retryEntry' | 'replayEntry', entry: string): Promise<EntryRow> {
  try {
    return await ask(call, name, { params: { entry } })
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== CONFLICT) {
      throw error
    }
    const now = await ask(call, 'getEntry', { params: { entry } })
    const instead = now.may.length === 0 ? 'There is nothing to do with it.' : `Possible now: ${now.may.join(', ')}.`
    throw new ApiProblem(CONFLICT, error.reason, `${error.message} ${sayEntry(call, now)} ${instead}`)
  }
}

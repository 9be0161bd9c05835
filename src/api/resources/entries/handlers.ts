import { giveUpEntry, ignoreEntry, replayEvent, retryEntry, runEntries } from '../../../journal/log/entry-commands'
import type { Entry, LogRow } from '../../../journal/queries'
import type { CommandResult } from '../../../model/command-result'
import { type ApiCall, type Handlers, journalOf } from '../../contract/call'
import { readPaging } from '../../contract/listing'
import { orNotFound, orRefuse } from '../../contract/problem'
import { startedJob } from '../jobs/job-json'
import type { EntryAnswers } from './description'
import { toEntryJson, toRowJson } from './entry-json'
import type { ENTRIES } from './operations'

export const entryHandlers: Handlers<typeof ENTRIES, EntryAnswers> = {
  listEntries: async (call, { query }) => {
    const { limit, after, next } = readPaging(call, 'listEntries', query)
    const { cursor: _, ...filter } = query
    const page = await journalOf(call).log({ ...filter, limit, after: after === '' ? undefined : Number(after) })
    return {
      items: (page.rows as LogRow[]).map(toRowJson),
      next_cursor: page.next === null ? null : next(String(page.next)),
      found: page.found,
      waiting: (page.waiting as LogRow[]).map(toRowJson),
      waiting_found: page.waitingFound,
    }
  },
  getEntry: async (call, { params }) => toEntryJson(await findEntry(call, params.entry)),
  retryEntry: (call, { params }) => act(call, params.entry, retryEntry(call.env, call.author, params.entry)),
  replayEntry: (call, { params }) => act(call, params.entry, replayEvent(call.env, call.author, params.entry)),
  ignoreEntry: (call, { params, body }) =>
    act(call, params.entry, ignoreEntry(call.env, call.author, params.entry, body.note)),
  giveUpEntry: (call, { params }) => act(call, params.entry, giveUpEntry(call.env, call.author, params.entry)),
  runEntries: async (call, { body: { act, entries, note } }) => {
    // Only what is open can be ignored.
    const query = Array.isArray(entries) ? null : act === 'ignore' ? { ...entries, open: true } : entries
    const chosen = query === null ? { ids: entries as string[] } : { query }
    return startedJob(await runEntries(call.env, call.author, call.id, { act, entries: chosen, note }))
  },
}

/** What became of it, or a 404 where there is no such entry. */
async function act(call: ApiCall, id: string, done: Promise<CommandResult<string>>) {
  const result = await done
  const found = await findEntry(call, id)
  orRefuse(result)
  return toRowJson(found)
}

export function findEntry(call: ApiCall, id: string): Promise<Entry> {
  return orNotFound('entry', journalOf(call).entry(id) as Promise<Entry | null>)
}

/** Retry, Replay or Ignore for the entries a person selected, or for all that a search finds. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { filteredAddress, type LogFilters } from '../../../views/logs/filters'
import { type RunFigures, RunPage } from '../../../views/logs/run-page'
import { runEntries } from '../../journal/log/entry-commands'
import { NOTE_CHARS } from '../../journal/log/ignore'
import type { LogQuery } from '../../journal/queries'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textList, textValues } from '../http/form'
import { readViewer, redirect, renderPage } from '../http/respond'
import { describeRun } from '../jobs/run-words'
import { parseFilters, toQuery } from './query'

/** As many as the log holds, open entries included. */
const MOST_IDS = 1_000

const runForm = z.object({
  act: z.enum(['retry', 'replay', 'ignore']),
  all: z.string().optional(),
  entry: textList.pipe(z.array(z.string().max(400)).max(MOST_IDS)),
})

export const logRuns = new Hono<Web>()

logRuns.get('/runs/new', async (c) => {
  const run = readRun(c, c.req.queries())
  if (run === null) {
    return redirect(c, `${marketplaceAddress(c)}/logs`, NONE_SELECTED)
  }
  const count = 'ids' in run.entries ? run.entries.ids.length : await countFound(c, run.entries.query)
  if (count === 0) {
    return redirect(c, run.back, NONE_SELECTED)
  }
  const figures: RunFigures = { act: run.act, count, ids: 'ids' in run.entries ? run.entries.ids : [] }
  const main = (
    <RunPage
      base={marketplaceAddress(c)}
      run={figures}
      filters={run.filters}
      back={run.back}
      id={crypto.randomUUID()}
    />
  )
  return renderPage(c, { title: 'Selected entries', section: 'Logs', main })
})

logRuns.post('/runs', async (c) => {
  const body = await c.req.parseBody({ all: true })
  const lists = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, [value].flat().map(String)]))
  const run = readRun(c, lists)
  if (run === null) {
    return redirect(c, `${marketplaceAddress(c)}/logs`, NONE_SELECTED)
  }
  const { id, note = '' } = textValues(body)
  const { act, entries, back } = run
  const started = await runEntries(c.env, authorOf(c), readFormId(id), {
    act,
    entries,
    note: note.slice(0, NOTE_CHARS),
  })
  if (!started.ok) {
    return redirect(c, back, { kind: 'failed', text: started.sentence })
  }
  return redirect(c, back, describeRun(started.job))
})

const NONE_SELECTED = { kind: 'failed', text: 'Select at least one entry first.' } as const

function readRun(c: Context<Web>, given: Record<string, string[]>) {
  const parsed = runForm.safeParse({ act: given.act?.[0], all: given.all?.[0], entry: given.entry ?? [] })
  const firsts = Object.fromEntries(Object.entries(given).map(([name, [first = '']]) => [name, first]))
  const filters: LogFilters = parseFilters(firsts)
  const back = filteredAddress(`${marketplaceAddress(c)}/logs`, filters)
  if (!parsed.success) {
    return null
  }
  const { act, all, entry } = parsed.data
  if (all === undefined && entry.length === 0) {
    return null
  }
  const query = toQuery(filters, readViewer(c))
  return { act, filters, back, entries: all === undefined ? { ids: entry } : { query: limitTo(act, query) } }
}

/** Only what is open can be ignored or needs another try. */
function limitTo(act: 'retry' | 'replay' | 'ignore', query: LogQuery): LogQuery {
  return act === 'ignore' ? { ...query, open: true } : query
}

async function countFound(c: Context<Web>, query: LogQuery): Promise<number> {
  const { found } = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).log({ ...query, limit: 1 })
  return found
}

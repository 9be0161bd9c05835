import { type Context, Hono } from 'hono'
import { filteredAddress, type LogFilters } from '../../../views/logs/filters'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { Count } from '../../../views/parts/count'
import { runEntries } from '../../journal/log/entry-commands'
import type { LogQuery } from '../../journal/queries'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { readViewer, redirect, renderPage } from '../http/respond'
import { describeRun } from '../jobs/run-words'
import { parseFilters, readFilters, toFailedQuery, toQuery } from './query'

export const logRetries = new Hono<Web>()

logRetries.get('/retries', async (c) => {
  const filters = readFilters(c)
  const query = failedQuery(c, filters)
  const base = marketplaceAddress(c)
  const back = filteredAddress(`${base}/logs`, filters)
  const journal = c.env.JOURNAL.getByName(c.var.member.marketplace.id)
  const failed = query === null ? 0 : (await journal.log({ ...query, limit: 1 })).found
  if (failed === 0) {
    return redirect(c, back, NOTHING_FAILED)
  }
  const main = (
    <ConfirmPage
      title="Retry all failed?"
      crumbs={[{ label: 'Logs', href: back }]}
      takes={[
        <>
          <Count of={failed} noun="failed entry" nouns="failed entries" /> will rerun with{' '}
          {failed === 1 ? 'its original rule' : 'their original rules'}.
        </>,
        'What a later refund or cancellation closed stays closed.',
      ]}
      action={`${base}/retries`}
      values={{ ...filters, id: crypto.randomUUID() }}
      confirm="Retry All Failed"
      back={back}
      harmless
    />
  )
  return renderPage(c, { title: 'Retry all failed', section: 'Logs', main })
})

logRetries.post('/retries', async (c) => {
  const typed = textValues(await c.req.parseBody())
  const filters = parseFilters(typed)
  const query = failedQuery(c, filters)
  const back = filteredAddress(`${marketplaceAddress(c)}/logs`, { ...filters, outcome: '' })
  if (query === null) {
    return redirect(c, back, NOTHING_FAILED)
  }
  const input = { act: 'retry', entries: { query }, note: '' } as const
  const started = await runEntries(c.env, authorOf(c), readFormId(typed.id), input)
  return redirect(c, back, started.ok && started.job.total !== 0 ? describeRun(started.job) : NOTHING_FAILED)
})

const NOTHING_FAILED = {
  kind: 'failed',
  text: 'There are no failed entries here now, so there is nothing to retry.',
} as const

function failedQuery(c: Context<Web>, filters: LogFilters): LogQuery | null {
  const query = toFailedQuery(toQuery(filters, readViewer(c)))
  return query?.outcome === 'failed' ? { ...query, open: true } : query
}

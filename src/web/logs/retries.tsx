import { type Context, Hono } from 'hono'
import { filteredAddress, type LogFilters } from '../../../views/logs/filters'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { Count } from '../../../views/parts/count'
import { retryFailed } from '../../journal/log/entry-commands'
import type { LogQuery } from '../../journal/queries'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { textValues } from '../http/form'
import { readViewer, redirect, renderPage } from '../http/respond'
import { parseFilters, readFilters, toFailedQuery, toQuery } from './query'

export const logRetries = new Hono<Web>()

logRetries.get('/retries', async (c) => {
  const filters = readFilters(c)
  const query = failedQuery(c, filters)
  const base = marketplaceAddress(c)
  const back = filteredAddress(`${base}/logs`, filters)
  const journal = c.env.JOURNAL.getByName(c.var.member.marketplace.id)
  const count = async (one: LogQuery | null) => (one ? (await journal.log({ ...one, limit: 1 })).found : 0)
  const [failed, givenUp] = await Promise.all([
    count(query),
    count(query?.outcome === 'failed' ? { ...query, outcome: 'given up' } : null),
  ])
  if (failed === 0) {
    return redirect(c, back, NOTHING_FAILED)
  }
  const main = (
    <ConfirmPage
      title="Retry all failed?"
      crumbs={[{ label: 'Logs', href: back }]}
      takes={[
        <>
          <Count of={failed} noun="entry" nouns="entries" /> that failed will rerun with their original rules.
        </>,
        ...(givenUp > 0
          ? [
              <>
                <Count of={givenUp} /> of them were given up by a person.
              </>,
            ]
          : []),
        'What a later refund or cancellation closed stays closed.',
      ]}
      action={`${base}/retries`}
      values={{ ...filters }}
      confirm="Retry All Failed"
      back={back}
      harmless
    />
  )
  return renderPage(c, { title: 'Retry all failed', section: 'Integrations', main })
})

logRetries.post('/retries', async (c) => {
  const filters = parseFilters(textValues(await c.req.parseBody()))
  const query = failedQuery(c, filters)
  const retried = query && (await retryFailed(c.env, authorOf(c), query))
  const count = retried?.ok ? retried.retried : 0
  const back = filteredAddress(`${marketplaceAddress(c)}/logs`, { ...filters, outcome: '' })
  const text = count === 1 ? 'One entry runs again.' : `${count} entries run again.`
  return redirect(c, back, count > 0 ? { kind: 'done', text } : NOTHING_FAILED)
})

const NOTHING_FAILED = {
  kind: 'failed',
  text: 'There are no failed entries here now, so there is nothing to retry.',
} as const

function failedQuery(c: Context<Web>, filters: LogFilters): LogQuery | null {
  return toFailedQuery(toQuery(filters, readViewer(c).zone))
}

import { Hono } from 'hono'
import { filteredAddress } from '../../../views/logs/filters'
import { LogsPage } from '../../../views/logs/logs-page'
import { Results } from '../../../views/logs/results'
import { listSavedFilters } from '../../accounts/saved-filters'
import type { LogRow } from '../../journal/queries'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { isPartial } from '../http/partial'
import { PHRASES } from '../http/phrases'
import { readViewer, renderPage } from '../http/respond'
import { loadFilterOptions } from './filter-options'
import { findFixes } from './fixes'
import { secondsUntilNext } from './poll-interval'
import { readFilters, toFailedQuery, toQuery } from './query'

export const logList = new Hono<Web>()

logList.get('/logs', async (c) => {
  const filters = readFilters(c)
  const after = /^\d{1,15}$/.exec(c.req.query('after') ?? '')?.[0] ?? ''
  const journal = c.env.JOURNAL.getByName(c.var.member.marketplace.id)
  const viewer = readViewer(c)
  const query = toQuery(filters, viewer)
  const failedQuery = toFailedQuery(query)
  const [answer, failures] = await Promise.all([
    journal.log({ ...query, after: after === '' ? undefined : Number(after) }),
    failedQuery && journal.log({ ...failedQuery, limit: 1 }),
  ])
  const base = marketplaceAddress(c)
  const results = {
    base,
    phrases: PHRASES,
    filters,
    answer,
    after,
    failed: failures?.found ?? 0,
    fixes: await findFixes(c, [...answer.waiting, ...answer.rows] as LogRow[]),
    again: secondsUntilNext(answer.waiting, viewer.now),
  }
  if (isPartial(c)) {
    // Keeps the search in the address, for reload, Back and shared links.
    c.header('HX-Replace-Url', filteredAddress(`${base}/logs`, filters, { after }))
    return renderPage(c, { title: 'Logs', section: 'Logs', main: null, fragment: <Results {...results} /> })
  }
  const { marketplace, person } = authorOf(c)
  const [choices, saved] = await Promise.all([
    loadFilterOptions(c, filters.product),
    listSavedFilters(c.env.DB, { marketplace, person: person.id }),
  ])
  const main = <LogsPage {...results} choices={choices} saved={saved} />
  return renderPage(c, { title: 'Logs', section: 'Logs', main })
})

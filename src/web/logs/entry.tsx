import { Hono } from 'hono'
import { EntryPage } from '../../../views/logs/entry-page'
import { filteredAddress } from '../../../views/logs/filters'
import { entryAddress } from '../../../views/parts/phrases'
import { findTimeZone } from '../../accounts/time-zone'
import { listChoices, listEntrySharers } from '../../journal/log/entry-purchases'
import type { Entry } from '../../journal/queries'
import { ENDING_TRIGGERS } from '../../model/trigger'
import { buildAccessCard, viewEverywhere } from '../customers/access'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { PHRASES } from '../http/phrases'
import { redirect, renderPage } from '../http/respond'
import { findFixes } from './fixes'
import { secondsUntilNext } from './poll-interval'
import { readFilters } from './query'
import { describeResolution } from './resolution-words'

export const logEntry = new Hono<Web>()

logEntry.get('/logs/:entry', async (c) => {
  const filters = readFilters(c)
  const entry = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).entry(c.req.param('entry'))
  if (entry === null) {
    return c.notFound()
  }
  if (entry.id !== c.req.param('entry')) {
    return redirect(c, filteredAddress(entryAddress(marketplaceAddress(c), entry.id), filters))
  }
  const { customer } = entry
  // The page is shown without these where a site does not answer.
  const [views, choices, sharers, fixes, zone] = await Promise.all([
    customer === null ? [] : viewEverywhere(c, customer.email),
    listChoices(c.env, entry as Entry).catch(() => []),
    listEntrySharers(c.env, entry as Entry).catch(() => []),
    findFixes(c, [entry as Entry]),
    findTimeZone(c.env.DB, c.var.member.marketplace.id),
  ])
  const again = secondsUntilNext([entry], Date.now())
  const main = (
    <EntryPage
      base={marketplaceAddress(c)}
      phrases={PHRASES}
      entry={entry}
      filters={filters}
      access={
        customer && { ...buildAccessCard(c, customer, views, { endable: false, entries: [entry as Entry] }), zone }
      }
      again={again}
      choices={choices}
      formId={crypto.randomUUID()}
      sharers={sharers}
      isEnding={entry.trigger !== null && ENDING_TRIGGERS.has(entry.trigger)}
      fix={fixes[entry.id] ?? null}
      resolution={describeResolution(entry as Entry)}
    />
  )
  const outcome = PHRASES.outcome(entry.outcome, entry.action)
  const title = customer ? `${customer.name ?? customer.email}, ${outcome}` : outcome
  return renderPage(c, { title, section: 'Logs', main, fragment: main })
})

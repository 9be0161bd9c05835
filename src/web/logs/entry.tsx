/** One entry's page. */
import { Hono } from 'hono'
import { EntryPage } from '../../../views/logs/entry-page'
import { accessCardFor } from '../customers/access'
import { baseOf } from '../http/address'
import type { Web } from '../http/context'
import { page } from '../http/respond'
import { WORDS } from '../http/words'
import { secondsUntilNext } from './again'

export const logEntry = new Hono<Web>()

logEntry.get('/logs/:entry', async (c) => {
  const entry = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).entry(c.req.param('entry'))
  if (entry === null) {
    return c.notFound()
  }
  const access = entry.customer && (await accessCardFor(c, entry.customer))
  const again = secondsUntilNext([entry], Date.now())
  const main = <EntryPage base={baseOf(c)} words={WORDS} entry={entry} access={access} again={again} />
  const title = entry.customer ? `${entry.customer.name ?? entry.customer.email}, ${entry.outcome}` : entry.outcome
  return page(c, { title, section: 'Integrations', main, fragment: main })
})

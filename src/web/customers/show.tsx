import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { CustomerPage } from '../../../views/customers/customer-page'
import { SiteRecordsCard } from '../../../views/customers/site-records'
import { customerAddress } from '../../../views/parts/phrases'
import { findTimeZone } from '../../accounts/time-zone'
import { KINDS } from '../../integrations'
import { fullName } from '../../model/event'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { PHRASES } from '../http/phrases'
import { renderPage } from '../http/respond'
import { buildAccessCard, viewEverywhere } from './access'
import { showConcerns } from './concern-view'
import { readCustomerAddress } from './customer-address'
import { lookUpEverywhere } from './look-up'

export const showCustomer = new Hono<Web>()

showCustomer.get('/customers/:email', (c) => showCustomerPage(c))

/** GET, since looking up changes nothing; swapped into the page where there is a script. */
showCustomer.get('/customers/:email/thinkific', async (c) => {
  const records = await lookUpEverywhere(c, readCustomerAddress(c).email)
  return showCustomerPage(c, { records: <SiteRecordsCard {...records} at={Date.now()} /> })
})

interface Shown {
  records?: Child
  /** A note that could not be saved. */
  note?: { text: string; error: string }
}

export async function showCustomerPage(c: Context<Web>, { records, note }: Shown = {}): Promise<Response> {
  const { email } = readCustomerAddress(c)
  const [history, views, zone] = await Promise.all([
    c.env.JOURNAL.getByName(c.var.member.marketplace.id).customer(email),
    viewEverywhere(c, email),
    findTimeZone(c.env.DB, c.var.member.marketplace.id),
  ])
  const name = fullName(history.customer)
  const base = marketplaceAddress(c)
  const main = (
    <CustomerPage
      base={base}
      phrases={PHRASES}
      history={history}
      name={name}
      access={{
        ...buildAccessCard(c, { email, name }, views, {
          endable: true,
          entries: history.events.flatMap(({ entries }) => entries),
        }),
        zone,
      }}
      concerns={showConcerns(c, views)}
      checkable={views.length === 0 ? null : KINDS.nameKinds(views.map(({ site }) => site.integration))}
      records={records}
      notes={{
        address: customerAddress(base, email),
        formId: crypto.randomUUID(),
        notes: history.notes,
        mayDelete: ({ person }) => c.var.member.role === 'admin' || person === c.var.person.id,
        draft: note ?? null,
      }}
    />
  )
  return renderPage(
    c,
    { title: name ?? email, section: 'Customers', main, ...(records === undefined ? {} : { fragment: records }) },
    note === undefined ? 200 : 422,
  )
}

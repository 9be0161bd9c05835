/** Exports or erases a customer's data. */
import { Hono } from 'hono'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { recordAudit } from '../../accounts/audit'
import { randomId, SHORT_ID } from '../../accounts/ids'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { redirect, renderPage } from '../http/respond'
import { readCustomerAddress } from './customer-address'
import { listKnownSites } from './sites'

export const customerData = new Hono<Web>()

customerData.get('/customers/:email/export', async (c) => {
  const { email } = readCustomerAddress(c)
  const marketplace = c.var.member.marketplace.id
  const history = await c.env.JOURNAL.getByName(marketplace).exportCustomer(email)
  const sites = await Promise.all(
    (await listKnownSites(c)).map(async ({ site, ledger }) => ({
      site,
      holds: await ledger.exportCustomer(marketplace, email),
    })),
  )
  await recordAudit(c.env.DB, { marketplace, person: c.var.person, did: 'exported', what: 'a customer’s data' })
  return c.body(JSON.stringify({ ...history, sites }, null, 2), 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': 'attachment; filename="customer.json"',
    'Cache-Control': 'private, no-store',
  })
})

customerData.get('/customers/:email/erasure', (c) => {
  const { email, address, crumbs } = readCustomerAddress(c)
  const main = (
    <ConfirmPage
      title={`Erase ${email}?`}
      crumbs={crumbs}
      takes={[
        'Their name, their email and everything their events said goes, from the log, from the history and from the ledger.',
        'What still waits for them is canceled.',
        'This cannot be taken back.',
      ]}
      stays={[
        'What they may open in Thinkific stays as it is; delete the user there yourself.',
        'A mark nobody can read back takes the email’s place, so that a later refund still ends what it should.',
        'Outcomes stay counted.',
      ]}
      action={`${address}/erasure`}
      confirm="Erase for Good"
      back={address}
    />
  )
  return renderPage(c, { title: 'Erase a customer', section: 'Integrations', main })
})

customerData.post('/customers/:email/erasure', async (c) => {
  const { email } = readCustomerAddress(c)
  const marketplace = c.var.member.marketplace.id
  // The journal first: it cancels what would name them to a site again. If a site fails, submit again.
  const { events, entries, canceled } = await c.env.JOURNAL.getByName(marketplace).erase(email)
  const sites: string[] = []
  for (const { site, ledger } of await listKnownSites(c)) {
    if (await ledger.erase(marketplace, email)) {
      sites.push(site)
    }
  }
  const receipt = randomId(SHORT_ID)
  const took = `${count(events, 'event')}, ${count(entries, 'log entry', 'log entries')}, ${canceled} waiting canceled, ${count(sites.length, 'ledger')}`
  // The audit trail names no customer, since it outlives the erasure.
  const what = `a customer’s data (receipt ${receipt}: ${took})`
  await recordAudit(c.env.DB, { marketplace, person: c.var.person, did: 'erased', what })
  const text = `Erased, receipt ${receipt}: ${took}. Admins find it again under Team.`
  return redirect(c, `${marketplaceAddress(c)}/logs`, { kind: 'done', text })
})

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

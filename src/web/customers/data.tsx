/** A customer's data: all of it as a file, or gone. */
import { Hono } from 'hono'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { audit } from '../../db/audit'
import { baseOf } from '../address'
import type { Web } from '../context'
import { page, seeOther } from '../respond'
import { sitesOf } from './sites'
import { whoOf } from './who'

export const customerData = new Hono<Web>()

customerData.get('/customers/:email/export', async (c) => {
  const { email } = whoOf(c)
  const marketplace = c.var.member.marketplace.id
  const told = await c.env.JOURNAL.getByName(marketplace).exportCustomer(email)
  const sites = await Promise.all(
    (await sitesOf(c)).map(async ({ site }) => ({
      site,
      holds: await c.env.THINKIFIC_SITE.getByName(site).exportCustomer(marketplace, email),
    })),
  )
  return c.body(JSON.stringify({ ...told, sites }, null, 2), 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': 'attachment; filename="customer.json"',
    'Cache-Control': 'private, no-store',
  })
})

customerData.get('/customers/:email/erasure', (c) => {
  const { email, address, crumbs } = whoOf(c)
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
  return page(c, { title: 'Erase a customer', section: 'Integrations', main })
})

customerData.post('/customers/:email/erasure', async (c) => {
  const { email } = whoOf(c)
  const marketplace = c.var.member.marketplace.id
  const events = await c.env.JOURNAL.getByName(marketplace).erase(email)
  for (const { site } of await sitesOf(c)) {
    await c.env.THINKIFIC_SITE.getByName(site).erase(marketplace, email)
  }
  await audit(c.env.DB, { marketplace, person: c.var.person, did: 'erased', what: 'a customer’s data' })
  const text = `Erased: ${events === 1 ? 'one event' : `${events} events`} no longer name them.`
  return seeOther(c, `${baseOf(c)}/logs`, { kind: 'done', text })
})

/** Exports or erases a customer's data. */
import { Hono } from 'hono'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { eraseCustomer, exportCustomer } from '../../journal/customers/customer-commands'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { redirect, renderPage } from '../http/respond'
import { readCustomerAddress } from './customer-address'

export const customerData = new Hono<Web>()

customerData.get('/customers/:email/export', async (c) => {
  const { data } = await exportCustomer(c.env, authorOf(c), readCustomerAddress(c).email)
  return c.body(JSON.stringify(data, null, 2), 200, {
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
  const { receipt, took } = await eraseCustomer(c.env, authorOf(c), readCustomerAddress(c).email)
  const text = `Erased, receipt ${receipt}: ${took}. Admins find it again under Team.`
  return redirect(c, `${marketplaceAddress(c)}/logs`, { kind: 'done', text })
})

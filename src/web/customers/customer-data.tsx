import { Hono } from 'hono'
import { ConfirmPage } from '../../../views/parts/confirm-page'
import { randomId, SHORT_ID } from '../../accounts/ids'
import { eraseCustomer, exportCustomer } from '../../journal/customers/customer-commands'
import type { CustomerExport } from '../../journal/queries'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { textValues } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { nameOwnKinds } from '../integrations/kind-names'
import { requireAdmin } from '../security/guard'
import { readCustomerAddress } from './customer-address'

/** As the form of the question has it: a second click is the same erasure. */
const RECEIPT = /^[2-9a-z]{12}$/

export const customerData = new Hono<Web>()

customerData.get('/customers/:email/export', requireAdmin, async (c) => {
  const { email } = readCustomerAddress(c)
  const exported = await exportCustomer(c.env, authorOf(c), email)
  if (!exported.ok) {
    return redirect(c, `${marketplaceAddress(c)}/logs`, { kind: 'failed', text: exported.sentence })
  }
  return c.body(toStream(toJson(email, exported)), 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': 'attachment; filename="customer.json"',
    'Cache-Control': 'private, no-store',
  })
})

function toStream(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await texts.next()
      if (done) {
        controller.close()
      } else {
        controller.enqueue(encoder.encode(value))
      }
    },
  })
}

/** Page by page, since a customer's events may be larger than memory. */
async function* toJson(
  email: string,
  { sites, pages }: Extract<Awaited<ReturnType<typeof exportCustomer>>, { ok: true }>,
): AsyncGenerator<string> {
  yield `{\n"email": ${JSON.stringify(email)},\n"sites": ${JSON.stringify(sites, null, 2)},\n"events": [`
  let about: Pick<CustomerExport, 'listed' | 'notes'> | null = null
  const unread: string[] = []
  let separator = '\n'
  for await (const page of pages) {
    about ??= { listed: page.listed, notes: page.notes }
    unread.push(...page.unread)
    for (const event of page.events) {
      yield `${separator}${JSON.stringify(event, null, 2)}`
      separator = ',\n'
    }
  }
  yield `\n],\n"notes": ${JSON.stringify(about?.notes ?? [], null, 2)},\n"listed as": ${JSON.stringify(about?.listed ?? null)},\n"written by a newer version": ${JSON.stringify(unread)}\n}\n`
}

customerData.get('/customers/:email/erasure', requireAdmin, async (c) => {
  const { email, address, crumbs } = readCustomerAddress(c)
  const main = (
    <ConfirmPage
      title={`Erase ${email}?`}
      crumbs={crumbs}
      takes={[
        'Their name, their email and everything their events said are removed from the log, the history and the purchase records.',
        'Anything waiting for them is canceled.',
        'This cannot be undone.',
      ]}
      stays={[
        `What they may open in ${await nameOwnKinds(c)} stays as it is; delete the user there yourself.`,
        'An irreversible code replaces the email, so that a later refund still ends what it should.',
        'Outcomes stay counted.',
      ]}
      action={`${address}/erasures`}
      values={{ receipt: randomId(SHORT_ID) }}
      confirm="Erase for Good"
      back={address}
    />
  )
  return renderPage(c, { title: 'Erase a customer', section: 'Customers', main })
})

customerData.post('/customers/:email/erasures', requireAdmin, async (c) => {
  const { receipt = '' } = textValues(await c.req.parseBody())
  const id = RECEIPT.test(receipt) ? receipt : randomId(SHORT_ID)
  const erased = await eraseCustomer(c.env, authorOf(c), { id, email: readCustomerAddress(c).email })
  if (!erased.ok) {
    return redirect(c, `${marketplaceAddress(c)}/logs`, { kind: 'failed', text: erased.sentence })
  }
  const { job } = erased
  const text =
    job.result ?? `Erasing, receipt ${id}. It continues automatically; a site that does not answer is retried.`
  const flash = { kind: 'done', text: `${text} Admins find it again under Team.` } as const
  return redirect(c, `${marketplaceAddress(c)}/logs`, flash)
})

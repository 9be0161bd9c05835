/** Correct email. */
import { drizzle } from 'drizzle-orm/d1'
import { type Context, Hono } from 'hono'
import { CorrectionPage } from '../../../views/customers/correction-page'
import { customerAddress } from '../../../views/parts/words'
import { auditLine } from '../../accounts/audit-line'
import { comparableEmail } from '../../model/email'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { textValues } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { readCustomerAddress } from './customer-address'
import { correctEverywhere, describeCorrection } from './email-correction'

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const LONGEST_EMAIL = 254

export const correctEmail = new Hono<Web>()

correctEmail.get('/customers/:email/correction', (c) => showQuestion(c, { move: 'on' }, {}))

correctEmail.post('/customers/:email/correction', async (c) => {
  const { email } = readCustomerAddress(c)
  const typed = textValues(await c.req.parseBody())
  const right = comparableEmail(typed.email ?? '')
  if (!EMAIL.test(right) || right.length > LONGEST_EMAIL) {
    return showQuestion(c, typed, { email: 'Enter the email as the customer writes it, such as ada@example.com.' })
  }
  if (right === email) {
    return showQuestion(c, typed, { email: 'That is the email it has already.' })
  }
  const moved = await correctEverywhere(c, email, right, typed.move !== undefined)
  // The trail names no customer: it outlives an erasure.
  await auditLine(drizzle(c.env.DB), authorOf(c), { did: 'corrected', what: 'a customer’s email' })
  return redirect(c, customerAddress(marketplaceAddress(c), right), {
    kind: 'done',
    text: describeCorrection(moved, email, right),
  })
})

async function showQuestion(
  c: Context<Web>,
  typed: Record<string, string>,
  errors: Record<string, string>,
): Promise<Response> {
  const { email, address, crumbs } = readCustomerAddress(c)
  const main = (
    <CorrectionPage
      address={`${address}/correction`}
      back={address}
      crumbs={crumbs}
      email={email}
      typed={typed.email ?? ''}
      move={typed.move !== undefined}
      errors={errors}
    />
  )
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return renderPage(c, { title: 'Correct email', section: 'Integrations', main }, status)
}

/** Correct email. */
import { type Context, Hono } from 'hono'
import { CorrectionPage } from '../../../views/customers/correction-page'
import { customerAddress } from '../../../views/parts/words'
import { recordAudit } from '../../accounts/audit'
import { comparableEmail } from '../../model/email'
import { baseOf } from '../http/address'
import type { Web } from '../http/context'
import { texts } from '../http/form'
import { page, seeOther } from '../http/respond'
import { inWords, moveEverywhere } from './moving'
import { whoOf } from './who'

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const LONGEST_EMAIL = 254

export const correctEmail = new Hono<Web>()

correctEmail.get('/customers/:email/correction', (c) => ask(c, { move: 'on' }, {}))

correctEmail.post('/customers/:email/correction', async (c) => {
  const { email } = whoOf(c)
  const typed = texts(await c.req.parseBody())
  const right = comparableEmail(typed.email ?? '')
  if (!EMAIL.test(right) || right.length > LONGEST_EMAIL) {
    return ask(c, typed, { email: 'Enter the email as the customer writes it, such as ada@example.com.' })
  }
  if (right === email) {
    return ask(c, typed, { email: 'That is the email it has already.' })
  }
  const marketplace = c.var.member.marketplace.id
  const moved = await moveEverywhere(c, email, right, typed.move !== undefined)
  // The trail names no customer: it outlives an erasure.
  await recordAudit(c.env.DB, { marketplace, person: c.var.person, did: 'corrected', what: 'a customer’s email' })
  return seeOther(c, customerAddress(baseOf(c), right), { kind: 'done', text: inWords(moved, email, right) })
})

async function ask(c: Context<Web>, typed: Record<string, string>, errors: Record<string, string>): Promise<Response> {
  const { email, address, crumbs } = whoOf(c)
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
  return page(c, { title: 'Correct email', section: 'Integrations', main }, status)
}

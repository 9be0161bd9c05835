import { type Context, Hono } from 'hono'
import { CorrectionPage } from '../../../views/customers/correction-page'
import { customerAddress } from '../../../views/parts/phrases'
import { correctEmail } from '../../journal/customers/customer-commands'
import { comparableEmail } from '../../model/email'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { readFormId, textValues } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { explainInvisible, LONGEST_EMAIL } from '../http/typed-email'
import { nameOwnKinds } from '../integrations/kind-names'
import { readCustomerAddress } from './customer-address'

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

export const emailCorrection = new Hono<Web>()

emailCorrection.get('/customers/:email/correction', (c) => showQuestion(c, { move: 'on' }, {}))

emailCorrection.post('/customers/:email/corrections', async (c) => {
  const { email } = readCustomerAddress(c)
  const typed = textValues(await c.req.parseBody())
  const right = comparableEmail(typed.email ?? '')
  const invisible = explainInvisible(right)
  if (invisible !== null) {
    return showQuestion(c, typed, { email: invisible })
  }
  if (!EMAIL.test(right) || right.length > LONGEST_EMAIL) {
    return showQuestion(c, typed, { email: 'Enter the email as the customer writes it, such as ada@example.com.' })
  }
  const correction = { id: readFormId(typed.id), from: email, to: right, movesAccess: typed.move !== undefined }
  const corrected = await correctEmail(c.env, authorOf(c), correction)
  if (!corrected.ok) {
    return showQuestion(c, typed, { email: corrected.sentence })
  }
  const text =
    corrected.job.result ??
    `Moving what was bought as ${email}. It continues automatically; a site that does not answer is retried.`
  return redirect(c, customerAddress(marketplaceAddress(c), right), { kind: 'done', text })
})

async function showQuestion(
  c: Context<Web>,
  typed: Record<string, string>,
  errors: Record<string, string>,
): Promise<Response> {
  const { email, address, crumbs } = readCustomerAddress(c)
  const main = (
    <CorrectionPage
      id={readFormId(typed.id)}
      address={`${address}/corrections`}
      back={address}
      crumbs={crumbs}
      email={email}
      kinds={await nameOwnKinds(c)}
      typed={typed.email ?? ''}
      move={typed.move !== undefined}
      errors={errors}
    />
  )
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return renderPage(c, { title: 'Correct email', section: 'Customers', main }, status)
}

/** A customer's page. */
import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { CustomerPage } from '../../../views/customers/customer-page'
import { ThinkificSays } from '../../../views/customers/thinkific-says'
import { baseOf } from '../http/address'
import type { Web } from '../http/context'
import { page } from '../http/respond'
import { WORDS } from '../http/words'
import { accessCardFor } from './access'
import { sitesSay } from './sites-say'
import { fullName, whoOf } from './who'

export const showCustomer = new Hono<Web>()

showCustomer.get('/customers/:email', (c) => show(c))

/** Check in Thinkific: a question, hence GET; lands on the page itself where there is a script. */
showCustomer.get('/customers/:email/thinkific', async (c) => {
  const answer = <ThinkificSays sites={await sitesSay(c, whoOf(c).email)} at={Date.now()} />
  return show(c, answer)
})

async function show(c: Context<Web>, thinkific?: Child): Promise<Response> {
  const { email } = whoOf(c)
  const history = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).customer(email)
  const name = fullName(history.customer)
  const main = (
    <CustomerPage
      base={baseOf(c)}
      words={WORDS}
      history={history}
      name={name}
      access={await accessCardFor(c, { email, name }, { endable: true })}
      thinkific={thinkific}
    />
  )
  return page(c, { title: name ?? email, section: 'Integrations', main, fragment: thinkific })
}

import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { TestEvent } from '../../../views/rules/test'
import { sendTestEvent } from '../../intake/test-event-commands'
import { KINDS } from '../../integrations'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import { labelTrigger } from '../../model/trigger'
import { listProducts } from '../../products/store'
import { RULE_GONE } from '../../rules/describe'
import { findRule } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, newForm, optionalLine, validateForm, withError } from '../http/form'
import { showGone } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { typedEmail } from '../http/typed-email'
import { findSampleAccess, NOTHING_OPENED } from './sample-access'
import { findSection, listCrumbsBelow } from './show'

const testForm = z.object({
  id: formId,
  email: typedEmail('Enter an email address.'),
  firstName: optionalLine('The first name', 100),
  product: z.string().default(''),
})

export const testEvent = new Hono<Web>()

testEvent.get('/rules/:rule/test', (c) => show(c, newForm()))

testEvent.post(
  '/rules/:rule/test-events',
  validateForm(testForm, (c, filled) => show(c, filled, 422)),
  async (c) => {
    const marketplace = c.var.member.marketplace.id
    const rule = await findRule(c.env.DB, marketplace, c.req.param('rule'))
    if (rule === null) {
      return showGone(c, RULE_GONE)
    }
    const { id, email, firstName, product } = c.req.valid('form')
    const values = { id, email, firstName, product }
    const listening = await listListeningRules(c, rule)
    const chosen = listening.find((one) => one.id === product)
    if (chosen === undefined) {
      return show(c, withError(values, 'product', 'Choose a product.'), 422)
    }
    const access = await findSampleAccess(c.env.DB, rule, chosen.id, Date.now())
    if (access === null) {
      return show(c, withError(values, 'product', NOTHING_OPENED), 422)
    }
    const sample = { id, trigger: rule.trigger, email, firstName, product: chosen, ...access }
    const sent = await sendTestEvent(c.env, authorOf(c), sample)
    if (!sent.ok) {
      return show(c, withError(values, '', sent.sentence), 422)
    }
    const text = (await findArrival(c, `test-${id}`))
      ? 'The test event arrived. Here is the result.'
      : 'The test event is on its way. Reload this page in a moment to see its entry.'
    return redirect(c, `${marketplaceAddress(c)}/logs?search=test-${id}`, { kind: 'done', text })
  },
)

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 = 200): Promise<Response> {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule') ?? '')
  if (rule === null) {
    return c.notFound()
  }
  const products = (await listListeningRules(c, rule)).map(({ id, name }) => ({ value: id, label: name }))
  const { id, action, on, options, trigger } = rule
  const main = (
    <TestEvent
      base={marketplaceAddress(c)}
      crumbs={await listCrumbsBelow(c, rule)}
      rule={{
        id,
        on,
        kind: KINDS.findByAction(action)?.title ?? 'the integration',
        skipsTests: options.skipTest,
        trigger: labelTrigger(trigger),
      }}
      products={products}
      filled={filled}
    />
  )
  return renderPage(c, { title: 'Send test event', section: findSection(rule), main }, status)
}

/** The queue delivers within a second or two; wait that long to show the entry. */
const LOOKS = 12
const LOOK_AGAIN_MS = 500

async function findArrival(c: Context<Web>, event: string): Promise<boolean> {
  const journal = c.env.JOURNAL.getByName(c.var.member.marketplace.id)
  for (let look = 0; look < LOOKS; look++) {
    const { rows, waiting } = await journal.log({ search: event, limit: 1 })
    if (rows.length + waiting.length > 0) {
      return true
    }
    await scheduler.wait(LOOK_AGAIN_MS)
  }
  return false
}

async function listListeningRules(c: Context<Web>, rule: Rule): Promise<{ id: string; name: string }[]> {
  const products = await listProducts(c.env.DB, c.var.member.marketplace.id)
  if (rule.product === EVERY_PRODUCT) {
    return products
  }
  const known = products.find(({ id }) => id === rule.product)
  return [known ?? { id: rule.product, name: rule.product }]
}

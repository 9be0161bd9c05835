/** Send test event. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Filled } from '../../../views/parts/form-values'
import { TestEvent } from '../../../views/rules/test'
import { enqueue } from '../../intake/enqueue'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import { TRIGGER_LABELS } from '../../model/trigger'
import { listProducts } from '../../products/store'
import { findRule } from '../../rules/store'
import { baseOf } from '../http/address'
import type { Web } from '../http/context'
import { form, formId, fresh, optionalLine, wrong } from '../http/form'
import { page, seeOther } from '../http/respond'
import { madeUpEvent } from './made-up'
import { crumbsBelow, sectionFor } from './show'

const testForm = z.object({
  id: formId,
  email: z
    .string()
    .trim()
    .pipe(z.email({ error: 'Enter an email address.' })),
  firstName: optionalLine('The first name', 100),
  product: z.string().default(''),
})

export const testEvent = new Hono<Web>()

testEvent.get('/rules/:rule/test', (c) => show(c, fresh()))

testEvent.post(
  '/rules/:rule/test',
  form(testForm, (c, filled) => show(c, filled, 422)),
  async (c) => {
    const marketplace = c.var.member.marketplace.id
    const rule = await findRule(c.env.DB, marketplace, c.req.param('rule'))
    if (rule === null) return c.notFound()
    const { id, email, firstName, product } = c.req.valid('form')
    const values = { id, email, firstName, product }
    const listening = await listenedTo(c, rule)
    const chosen = listening.find((one) => one.id === product)
    if (chosen === undefined) return show(c, wrong(values, 'product', 'Choose a product.'), 422)
    const made = { id, marketplace, trigger: rule.trigger, email, firstName, product: chosen }
    if (!(await enqueue(madeUpEvent(made, Date.now()), c.env)))
      return show(c, wrong(values, '', 'The event could not be sent just now. Nothing happened; try again.'), 422)
    const text = (await arrived(c, `test-${id}`))
      ? 'The test event arrived. This is what comes of it.'
      : 'The test event is on its way. Reload this page in a moment to see its entry.'
    return seeOther(c, `${baseOf(c)}/logs?search=test-${id}`, { kind: 'done', text })
  },
)

async function show(c: Context<Web>, filled: Filled, status: 200 | 422 = 200): Promise<Response> {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule') ?? '')
  if (rule === null) return c.notFound()
  const products = (await listenedTo(c, rule)).map(({ id, name }) => ({ value: id, label: name }))
  const { id, on, options, trigger } = rule
  const main = (
    <TestEvent
      base={baseOf(c)}
      crumbs={await crumbsBelow(c, rule)}
      rule={{ id, on, skipsTests: options.skipTest, trigger: TRIGGER_LABELS[trigger] }}
      products={products}
      filled={filled}
    />
  )
  return page(c, { title: 'Send test event', section: sectionFor(rule), main }, status)
}

/** The queue hands events over within a second or two; somebody who waits for one sees its entry, waiting or final. */
const LOOKS = 12
const LOOK_AGAIN_MS = 500

async function arrived(c: Context<Web>, event: string): Promise<boolean> {
  const journal = c.env.JOURNAL.getByName(c.var.member.marketplace.id)
  for (let look = 0; look < LOOKS; look++) {
    const { rows, waiting } = await journal.log({ search: event, limit: 1 })
    if (rows.length + waiting.length > 0) return true
    await scheduler.wait(LOOK_AGAIN_MS)
  }
  return false
}

/** The products whose events the rule hears. */
async function listenedTo(c: Context<Web>, rule: Rule): Promise<{ id: string; name: string }[]> {
  const products = await listProducts(c.env.DB, c.var.member.marketplace.id)
  if (rule.product === EVERY_PRODUCT) return products
  const known = products.find(({ id }) => id === rule.product)
  return [known ?? { id: rule.product, name: rule.product }]
}

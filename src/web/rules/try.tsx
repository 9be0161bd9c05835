/** Try it, for a rule or for an event of the log. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { TryIt } from '../../../views/rules/try'
import type { MarketEvent } from '../../model/event'
import type { FiredTrigger } from '../../model/firing'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import { TRIGGER_LABELS, type Trigger } from '../../model/trigger'
import { findProduct, listProducts } from '../../products/store'
import { triggersOfEvent } from '../../rules/explain'
import { findRule } from '../../rules/store'
import { baseOf } from '../http/address'
import type { Web } from '../http/context'
import { page } from '../http/respond'
import { type Explained, explained } from './explain'
import { madeUpEvent } from './made-up'
import { crumbsBelow, sectionFor } from './show'

/** Events of the log to choose from. */
const OFFERED_EVENTS = 30

export const tryIt = new Hono<Web>()

tryIt.get('/rules/:rule/try', async (c) => {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule'))
  return rule === null ? c.notFound() : show(c, rule)
})

tryIt.get('/try', (c) => show(c, null))

async function show(c: Context<Web>, rule: Rule | null) {
  const { id: marketplace } = c.var.member.marketplace
  const journal = c.env.JOURNAL.getByName(marketplace)
  const [products, received] = await Promise.all([
    listProducts(c.env.DB, marketplace),
    journal.received(OFFERED_EVENTS),
  ])
  const { entry = '', email = '', product = '' } = c.req.query()
  const wrongEmail = email !== '' && !z.email().safeParse(email).success
  const asked = wrongEmail ? null : await eventAsked(c, rule)
  const errors = {
    ...(wrongEmail ? { email: 'This is no email address.' } : {}),
    ...(entry !== '' && asked === null ? { entry: 'This event is no longer held. Choose another.' } : {}),
  }
  const outcome = asked && (await explained(c, asked.event, asked.fired, rule))
  const listening = rule !== null && rule.product !== EVERY_PRODUCT ? [rule.product] : products.map(({ id }) => id)
  const main = (
    <TryIt
      base={baseOf(c)}
      at={rule === null ? `${baseOf(c)}/try` : `${baseOf(c)}/rules/${rule.id}/try`}
      crumbs={rule === null ? [{ label: 'Logs', href: `${baseOf(c)}/logs` }] : await crumbsBelow(c, rule)}
      events={received.map((one) => ({ value: one.entry, label: eventLabel(one) }))}
      products={rule === null ? [] : products.filter((one) => listening.includes(one.id)).map(option)}
      asked={{ entry, email, product }}
      errors={errors}
      explained={outcome && shownTo(rule, outcome)}
      about={asked && aboutEvent(asked.event)}
    />
  )
  return page(
    c,
    { title: 'Try it', section: rule === null ? 'Integrations' : sectionFor(rule), main },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

/** The event of a log entry, or one made up for the rule. Null: none was asked about, or it left the log. */
async function eventAsked(
  c: Context<Web>,
  rule: Rule | null,
): Promise<{ event: MarketEvent; fired: FiredTrigger[][] } | null> {
  const { id: marketplace } = c.var.member.marketplace
  const { entry = '', email = '', product = '' } = c.req.query()
  if (entry !== '') {
    const found = await c.env.JOURNAL.getByName(marketplace).entry(entry)
    return found && { event: found.told, fired: found.fired }
  }
  if (rule === null || email === '') return null
  const { trigger } = rule
  const id = rule.product === EVERY_PRODUCT ? product : rule.product
  const name = (await findProduct(c.env.DB, marketplace, id))?.name ?? null
  const made = { id: 'try', marketplace, trigger, email, firstName: '', product: { id, name } }
  const event = { ...madeUpEvent(made, Date.now()), test: false, orderId: 'made-up' }
  return { event, fired: triggersOfEvent(event) }
}

/** The rule one came from is the first of those that would not act. */
function shownTo(from: Rule | null, { fires, others }: Explained) {
  const here = <Of extends { rule: Rule }>(one: Of) => ({
    ...one,
    here: one.rule.id === from?.id,
    trigger: TRIGGER_LABELS[one.rule.trigger],
  })
  const missed = others.map(here)
  return { fires: fires.map(here), others: [...missed.filter((one) => one.here), ...missed.filter((one) => !one.here)] }
}

function aboutEvent({ type, typeWord, customer, items, orderId }: MarketEvent): string {
  const products = items.map((item) => item.productName ?? item.productId).join(', ')
  return [type === null ? typeWord : TRIGGER_LABELS[type], customer?.email, products, orderId && `order ${orderId}`]
    .filter(Boolean)
    .join(' · ')
}

function eventLabel(one: {
  typeWord: string
  type: Trigger | null
  customer: string | null
  product: { id: string; name: string | null } | null
}) {
  const type = one.type === null ? one.typeWord : TRIGGER_LABELS[one.type]
  return [type, one.product?.name ?? one.product?.id, one.customer].filter(Boolean).join(' · ')
}

function option({ id, name }: { id: string; name: string }) {
  return { value: id, label: name }
}

import { type Context, Hono } from 'hono'
import { TryIt } from '../../../views/rules/try'
import { type Prediction, predictArrival, predictTriggered } from '../../dispatch/predict'
import { buildSampleEvent } from '../../intake/sample-event'
import { parseEntryId } from '../../journal/storage/keys'
import { comparableEmail } from '../../model/email'
import type { MarketEvent } from '../../model/event'
import { type EventType, isStoreEvent, labelEvent } from '../../model/event-type'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import { labelTrigger, TRIGGERS, type Trigger } from '../../model/trigger'
import { findProduct, listProducts } from '../../products/store'
import { triggersOfEvent } from '../../rules/explain'
import { findRule } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { PHRASES } from '../http/phrases'
import { renderPage } from '../http/respond'
import { typedEmail } from '../http/typed-email'
import { makeSample, NEW_PURCHASE, purchaseValue } from './sample'
import { findSampleAccess, NOTHING_OPENED } from './sample-access'
import { findSection, listCrumbsBelow } from './show'

/** Events of the log to choose from. */
const OFFERED_EVENTS = 30

export const tryIt = new Hono<Web>()

tryIt.get('/rules/:rule/try', async (c) => {
  const rule = await findRule(c.env.DB, c.var.member.marketplace.id, c.req.param('rule'))
  return rule === null ? c.notFound() : show(c, rule)
})

tryIt.get('/try', (c) => show(c, null))

/** What the page answers to what was asked. */
interface Tried {
  about: string
  prediction: Prediction
  /** Of the sample's customer; empty for an event of the log. */
  purchases: { value: string; label: string }[]
  purchase: string
}

type TryErrors = Partial<Record<'entry' | 'email' | 'product' | 'trigger', string>>

async function show(c: Context<Web>, rule: Rule | null) {
  const { id: marketplace } = c.var.member.marketplace
  const journal = c.env.JOURNAL.getByName(marketplace)
  const [products, received] = await Promise.all([
    listProducts(c.env.DB, marketplace),
    journal.received(OFFERED_EVENTS),
  ])
  const { entry = '', product = '', trigger = '' } = c.req.query()
  const email = comparableEmail(c.req.query('email') ?? '')
  const tried = entry === '' ? await trySample(c, rule, email) : await tryEntry(c, rule, entry)
  const errors: TryErrors = tried !== null && 'errors' in tried ? tried.errors : {}
  const answer = tried !== null && 'prediction' in tried ? tried : null
  const listening = rule !== null && rule.product !== EVERY_PRODUCT ? [rule.product] : products.map(({ id }) => id)
  const main = (
    <TryIt
      base={marketplaceAddress(c)}
      phrases={PHRASES}
      at={rule === null ? `${marketplaceAddress(c)}/try` : `${marketplaceAddress(c)}/rules/${rule.id}/try`}
      crumbs={
        rule === null ? [{ label: 'Logs', href: `${marketplaceAddress(c)}/logs` }] : await listCrumbsBelow(c, rule)
      }
      events={received.map((one) => ({ value: one.entry, label: eventLabel(one) }))}
      products={products
        .filter((one) => listening.includes(one.id))
        .map(({ id, name }) => ({ value: id, label: name }))}
      triggers={rule === null ? TRIGGERS.map((one) => ({ value: one, label: labelTrigger(one) })) : []}
      purchases={answer?.purchases ?? []}
      asked={{ entry, email, product, trigger, purchase: answer?.purchase ?? '' }}
      errors={errors}
      explained={answer && markRule(rule, answer.prediction)}
      about={answer?.about ?? ''}
    />
  )
  return renderPage(
    c,
    { title: 'Try it', section: rule === null ? 'Logs' : findSection(rule), main },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

async function tryEntry(c: Context<Web>, rule: Rule | null, entry: string): Promise<Tried | { errors: TryErrors }> {
  const found = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).entry(entry)
  if (found === null) {
    return { errors: { entry: 'This event is no longer stored. Choose another.' } }
  }
  const { marketEvent: event, fired } = found
  const prediction = await predictTriggered(c.env, { event, fired, receipt: parseEntryId(entry)?.receipt ?? '' }, rule)
  return { about: describeEvent(event), prediction, purchases: [], purchase: '' }
}

/** Null before anything was asked. */
async function trySample(
  c: Context<Web>,
  rule: Rule | null,
  email: string,
): Promise<Tried | { errors: TryErrors } | null> {
  const { id: marketplace } = c.var.member.marketplace
  const query = c.req.query()
  const trigger = rule?.trigger ?? TRIGGERS.find((one) => one === query.trigger)
  const asked = rule !== null && rule.product !== EVERY_PRODUCT ? rule.product : (query.product ?? '')
  if (email === '' || (rule === null && !query.trigger && !query.product)) {
    return null
  }
  const product = await findProduct(c.env.DB, marketplace, asked)
  const wrongEmail = typedEmail('This is not an email address.').safeParse(email).error?.issues[0]?.message
  const errors: TryErrors = {
    ...(wrongEmail === undefined ? {} : { email: wrongEmail }),
    ...(trigger === undefined ? { trigger: 'Choose what happens.' } : {}),
    ...(product === null && asked === '' ? { product: 'Choose a product.' } : {}),
  }
  if (trigger === undefined || Object.keys(errors).length > 0) {
    return { errors }
  }
  const about = { id: asked, name: product?.name ?? null }
  return isStoreEvent(trigger)
    ? tryPurchase(c, rule, { trigger, email, product: about })
    : tryOther(c, rule, { trigger, email, product: about })
}

async function tryPurchase(
  c: Context<Web>,
  rule: Rule | null,
  choice: { trigger: Trigger; email: string; product: { id: string; name: string | null } },
): Promise<Tried> {
  const { id: marketplace } = c.var.member.marketplace
  const history = await c.env.JOURNAL.getByName(marketplace).customer(choice.email)
  const { purchase = '' } = c.req.query()
  const sample = makeSample({ ...choice, marketplace, purchase }, history, Date.now())
  const known = sample.purchases.map((one) => {
    const ids = [one.orderId && `Order ${one.orderId}`, one.subscriptionId && `subscription ${one.subscriptionId}`]
    return {
      value: purchaseValue(one),
      label: ids.filter(Boolean).join(', ') || 'The purchase without an order number',
    }
  })
  return {
    about: describeEvent(sample.event),
    prediction: await predictArrival(c.env, sample.event, rule),
    purchases: [...known, { value: NEW_PURCHASE, label: 'A new purchase' }],
    purchase: sample.purchase,
  }
}

/** What a course or access itself reports is about no purchase. */
async function tryOther(
  c: Context<Web>,
  rule: Rule | null,
  choice: { trigger: Trigger; email: string; product: { id: string; name: string | null } },
): Promise<Tried | { errors: TryErrors }> {
  const now = Date.now()
  const access = rule === null ? {} : await findSampleAccess(c.env.DB, rule, choice.product.id, now)
  if (access === null) {
    return { errors: { product: NOTHING_OPENED } }
  }
  const made = { ...choice, id: 'example', marketplace: c.var.member.marketplace.id, firstName: '', ...access }
  const event = { ...buildSampleEvent(made, now), test: false }
  const prediction = await predictTriggered(c.env, { event, fired: triggersOfEvent(event) }, rule)
  return { about: describeEvent(event), prediction, purchases: [], purchase: '' }
}

/** Puts the rule the page was opened from first among those that would not run. */
function markRule(from: Rule | null, { fires, own, others }: Prediction) {
  const here = <Of extends { rule: Rule }>(one: Of) => ({
    ...one,
    here: one.rule.id === from?.id,
    trigger: labelTrigger(one.rule.trigger),
  })
  const missed = others.map(here)
  return {
    fires: fires.map(here),
    own,
    others: [...missed.filter((one) => one.here), ...missed.filter((one) => !one.here)],
  }
}

function describeEvent({ type, typeWord, customer, items, orderId }: MarketEvent): string {
  const products = items.map((item) => item.productName ?? item.productId).join(', ')
  return [type === null ? typeWord : labelEvent(type), customer?.email, products, orderId && `order ${orderId}`]
    .filter(Boolean)
    .join(' · ')
}

function eventLabel(one: {
  typeWord: string
  type: EventType | null
  customer: string | null
  product: { id: string; name: string | null } | null
}) {
  const type = one.type === null ? one.typeWord : labelEvent(one.type)
  return [type, one.product?.name ?? one.product?.id, one.customer].filter(Boolean).join(' · ')
}

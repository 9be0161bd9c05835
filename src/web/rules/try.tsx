import { type Context, Hono } from 'hono'
import { TryIt } from '../../../views/rules/try'
import { buildSampleEvent } from '../../intake/sample-event'
import { parseEntryId } from '../../journal/storage/keys'
import { trimEmail } from '../../model/email'
import type { MarketEvent } from '../../model/event'
import { type EventType, labelEvent } from '../../model/event-type'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import { labelTrigger } from '../../model/trigger'
import { findProduct, listProducts } from '../../products/store'
import { triggersOfEvent } from '../../rules/explain'
import { findRule } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { PHRASES } from '../http/phrases'
import { renderPage } from '../http/respond'
import { typedEmail } from '../http/typed-email'
import { type ExplainedEvent, type ExplanationLine, explainRules } from './explain'
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

async function show(c: Context<Web>, rule: Rule | null) {
  const { id: marketplace } = c.var.member.marketplace
  const journal = c.env.JOURNAL.getByName(marketplace)
  const [products, received] = await Promise.all([
    listProducts(c.env.DB, marketplace),
    journal.received(OFFERED_EVENTS),
  ])
  const { entry = '', product = '' } = c.req.query()
  const email = trimEmail(c.req.query('email') ?? '')
  const typed = email === '' ? null : typedEmail('This is not an email address.').safeParse(email)
  const wrongEmail = typed?.error?.issues[0]?.message ?? null
  const sample = wrongEmail === null ? await findEvent(c, rule) : null
  const found = sample === NOTHING_OPENED ? null : sample
  const errors = {
    ...(wrongEmail === null ? {} : { email: wrongEmail }),
    ...(sample === NOTHING_OPENED ? { product: NOTHING_OPENED } : {}),
    ...(entry !== '' && found === null ? { entry: 'This event is no longer stored. Choose another.' } : {}),
  }
  const outcome = found && (await explainRules(c, found, rule))
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
      products={rule === null ? [] : products.filter((one) => listening.includes(one.id)).map(option)}
      asked={{ entry, email, product }}
      errors={errors}
      explained={outcome && canShow(rule, outcome)}
      about={found && describeEvent(found.event)}
    />
  )
  return renderPage(
    c,
    { title: 'Try it', section: rule === null ? 'Integrations' : findSection(rule), main },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

/** An entry's event, or one invented for the rule; why there is none to invent. Null when none was requested or it left the log. */
async function findEvent(c: Context<Web>, rule: Rule | null): Promise<ExplainedEvent | typeof NOTHING_OPENED | null> {
  const { id: marketplace } = c.var.member.marketplace
  const { entry = '', email = '', product = '' } = c.req.query()
  if (entry !== '') {
    const found = await c.env.JOURNAL.getByName(marketplace).entry(entry)
    const receipt = parseEntryId(entry)?.receipt ?? ''
    return found && { event: found.marketEvent, fired: found.fired, receipt }
  }
  if (rule === null || email === '') {
    return null
  }
  const { trigger } = rule
  const id = rule.product === EVERY_PRODUCT ? product : rule.product
  const name = (await findProduct(c.env.DB, marketplace, id))?.name ?? null
  const now = Date.now()
  const access = await findSampleAccess(c.env.DB, rule, id, now)
  if (access === null) {
    return NOTHING_OPENED
  }
  const made = { id: 'try', marketplace, trigger, email, firstName: '', product: { id, name }, ...access }
  const event = { ...buildSampleEvent(made, now), test: false, orderId: 'made-up' }
  return { event, fired: triggersOfEvent(event) }
}

/** Puts the rule the page was opened from first among those that would not run. */
function canShow(from: Rule | null, { fires, others }: ExplanationLine) {
  const here = <Of extends { rule: Rule }>(one: Of) => ({
    ...one,
    here: one.rule.id === from?.id,
    trigger: labelTrigger(one.rule.trigger),
  })
  const missed = others.map(here)
  return { fires: fires.map(here), others: [...missed.filter((one) => one.here), ...missed.filter((one) => !one.here)] }
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

function option({ id, name }: { id: string; name: string }) {
  return { value: id, label: name }
}

/** What is posted: the event in the schema this product reads itself, with the rule and product by name, and ids. Pure. */
import type { EventAccess } from '../../model/access'
import type { FiringJob, PassedEvent } from '../../model/firing-job'

const TEST_TYPE = 'notify_url.test'

type PostedJob = Pick<FiringJob, 'firing' | 'eventType' | 'happenedAt' | 'customer' | 'purchase' | 'event'>

export function buildBody(job: PostedJob): string {
  const { firing, eventType, happenedAt, customer, purchase, event } = job
  const { rule, role, test, customFields, access } = event ?? NO_EVENT
  const { productId, productName, orderId, subscription, periodEnd = null, payments = [] } = purchase
  const [payment] = payments
  return JSON.stringify({
    type: eventType,
    timestamp: toMoment(happenedAt),
    data: {
      test: test ?? purchase.test,
      customer: {
        email: customer.email,
        first_name: customer.firstName,
        last_name: customer.lastName,
        id: customer.id,
      },
      order: orderId === null ? null : { id: orderId },
      items: [{ product_id: productId, product_name: productName, role }],
      subscription: describeSubscription(subscription, periodEnd),
      payment: payment === undefined ? null : { id: payment },
      custom_fields: customFields,
    },
    ...(access === undefined ? {} : { access: describeAccess(eventType, access) }),
    rule: { ...rule, trigger: firing.trigger },
    product: { id: productId, name: productName },
    ids: { marketplace: purchase.marketplace, event: firing.event, entry: toEntry(firing.id) },
  })
}

/** What Save Integration sends. @param now epoch ms */
export function buildTestBody(integration: { id: string; name: string; marketplace: string }, now: number): string {
  const { id, name, marketplace } = integration
  return JSON.stringify({ type: TEST_TYPE, timestamp: toMoment(now), data: { integration: { id, name }, marketplace } })
}

/** The entry a firing is logged under: a later run of it has a number behind. */
export function toEntry(firing: string): string {
  return firing.replace(/(~\d+)-\d+$/, '$1')
}

const NO_EVENT: PassedEvent = { rule: { id: '', name: '' }, role: 'primary', test: null, customFields: {} }

function describeAccess(type: string, { target: { kind, id, name }, endsAt }: EventAccess) {
  return {
    status: type.replace('access.', ''),
    target: { kind, id, name },
    ends_at: endsAt === null ? null : toMoment(endsAt),
  }
}

function describeSubscription(subscription: FiringJob['purchase']['subscription'], unnamed: number | null) {
  const periodEnd = subscription?.periodEnd ?? unnamed
  if (subscription === null && periodEnd === null) {
    return null
  }
  return {
    id: subscription?.id ?? null,
    failed_attempts: subscription?.failedAttempts ?? null,
    period_end: periodEnd === null ? null : toMoment(periodEnd),
  }
}

function toMoment(at: number): string {
  return new Date(at).toISOString()
}

/** The reference's rules and reports in the product's own types: the one place that knows both. */
import { EVENT_VERSION, type MarketEvent, toStoredReports, toStoredSource } from '../../../src/model/event'
import { type EndAccess, EVERY_PRODUCT, PLAIN_OPTIONS, type Rule } from '../../../src/model/rule'
import { SITE } from '../setups'
import { factsOf, realId } from './facts'
import { type Ends, EVERY, type Report, type RuleTerms } from './terms'

export function toRule({ id, marketplace, verb, trigger, target, product, ...terms }: RuleTerms): Rule {
  const { lasts, starts, giveBack, always, skipTest } = terms
  return {
    id,
    marketplace,
    name: id,
    integration: `of ${marketplace}`,
    integrationName: 'Academy',
    site: SITE,
    action: `${verb}_${target.kind}`,
    trigger,
    on: true,
    target: { ...target, name: `${target.kind} ${target.id}` },
    product: product === EVERY ? EVERY_PRODUCT : product,
    options: {
      ...PLAIN_OPTIONS,
      accessDays: lasts.kind === 'days' ? lasts.days : null,
      end: toEnd(terms.ends),
      accessUntil: lasts.kind === 'until' ? lasts.day : null,
      startsAfter: starts.kind === 'days' ? starts.days : null,
      startsOn: starts.kind === 'on' ? starts.day : null,
      giveBack,
      skipTest,
      removeAlways: always,
    },
  }
}

export function toEnd(ends: Ends): EndAccess {
  switch (ends.kind) {
    case 'at once':
      return { when: 'at_once' }
    case 'days':
      return { when: 'later', days: ends.days }
    case 'paid':
      return { when: 'paid', days: ends.days }
  }
}

/** As intake leaves it: placeholders are no ids, and nothing happens after it arrives. */
export function toEvent(report: Report, failures: number): MarketEvent {
  const { id, dialect, marketplace, type, arrived, products, subscription, failedAttempts, periodEnd, test } = report
  const [fact] = factsOf([report])
  const named = realId(subscription)
  const payment = realId(report.payment)
  return {
    v: EVENT_VERSION,
    id,
    marketplace,
    ...toStoredSource({ kind: 'endpoint', endpoint: 'e1', sender: 'standard', format: 'standard' }),
    ...toStoredReports(dialect),
    type,
    typeWord: type,
    problem: null,
    delinquentAt: failures,
    happenedAt: fact?.at ?? arrived,
    receivedAt: arrived,
    test,
    customer: { email: report.email, firstName: 'Ada', lastName: 'Byron', id: null },
    orderId: realId(report.order),
    items: products.map((productId) => ({
      productId,
      productName: null,
      role: 'primary' as const,
      fingerprint: null,
      subscription: named === null ? null : { id: named, failedAttempts, periodEnd },
      ...(named === null ? { unnamed: { failedAttempts, periodEnd } } : {}),
      payments: payment === null ? [] : [payment],
    })),
    customFields: {},
    body: '{}',
  }
}

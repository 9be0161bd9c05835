import type { MarketEvent } from '../model/event'
import { mainTrigger } from '../model/event-type'
import type { FiredTrigger, Firing } from '../model/firing'
import { EVERY_PRODUCT, NO_CHOICE, type Rule } from '../model/rule'
import { TRIGGERS, type Trigger } from '../model/trigger'

/**
 * Firings in a fixed order (item, trigger, the product's rules before global ones, rule id) with stable ids.
 * @param fired triggers per item
 * @param candidates rules of the event's marketplace
 * @param receipt prefix of the ids
 * @param first number of the first firing
 */
export function match(
  event: MarketEvent,
  fired: FiredTrigger[][],
  candidates: Rule[],
  receipt: string,
  first = 1,
): Firing[] {
  const firings = event.items
    .flatMap((item, index) =>
      sortTriggers(fired[index] ?? []).flatMap((one) =>
        findRules(candidates, event.marketplace, one.trigger, item.productId).map((rule) => ({ rule, one, index })),
      ),
    )
    .map(
      ({ rule, one, index }, n): Firing => ({
        id: `${receipt}~${first + n}`,
        event: event.id,
        item: index,
        trigger: one.trigger,
        rule,
        happenedAt: one.happenedAt,
        impliedBy: one.impliedBy,
        ownTrigger: event.type !== null && one.trigger === mainTrigger(event.type) && one.impliedBy === null,
        yieldsTo: null,
      }),
    )
  // An order of 500 items with 14 rules each has 7,000 firings, and few of them compete.
  const rivals = Map.groupBy(firings, competitionOf)
  return firings.map((firing) => ({
    ...firing,
    yieldsTo: findDecider(firing, rivals.get(competitionOf(firing)) ?? [], event),
  }))
}

export function isListening(rule: Rule, trigger: Trigger, product: string): boolean {
  return rule.trigger === trigger && (rule.product === product || rule.product === EVERY_PRODUCT)
}

/** Its rule is on and does not skip this test order. */
export function isActing(firing: Firing, event: MarketEvent): boolean {
  return firing.rule.on && !(firing.rule.options.skipTest && event.test === true)
}

function findRules(candidates: Rule[], marketplace: string, trigger: Trigger, product: string): Rule[] {
  return candidates
    .filter((rule) => rule.marketplace === marketplace && isListening(rule, trigger, product))
    .sort((a, b) => Number(a.product === EVERY_PRODUCT) - Number(b.product === EVERY_PRODUCT) || compare(a.id, b.id))
}

/**
 * Where two rules disagree about one target, the product's decides over a global one; of two endings, or two removals,
 * Delinquent over the Canceled it implies; and access without end over access that ends. The ledger decides the rest, since
 * it knows what the actions do. Triggers a late event implies at another moment do not compete, nor do rules that are off or
 * skip the test.
 */
function findDecider(firing: Firing, rivals: Firing[], event: MarketEvent): string | null {
  if (firing.rule.target.id === NO_CHOICE) {
    return null
  }
  const others = rivals.filter((other) => other !== firing && isActing(other, event))
  const isGlobal = firing.rule.product === EVERY_PRODUCT
  const own = others.find(
    (one) => isGlobal && one.rule.product !== EVERY_PRODUCT && !isAsking(one, firing) && !mayBeNone(one, firing),
  )
  const delinquent = others.find(
    ({ rule, trigger }) =>
      firing.trigger === 'subscription.canceled' &&
      trigger === 'subscription.delinquent' &&
      rule.action === firing.rule.action &&
      rule.options.removeAlways === firing.rule.options.removeAlways &&
      (rule.product === EVERY_PRODUCT) === isGlobal,
  )
  // Else what ends would open at once where the other waits for its day.
  const endless = others.find(
    ({ rule, trigger }) =>
      isLimited(firing.rule) &&
      !isLimited(rule) &&
      trigger === firing.trigger &&
      rule.action === firing.rule.action &&
      rule.integration === firing.rule.integration &&
      (rule.product === EVERY_PRODUCT) === isGlobal,
  )
  return (own ?? delinquent ?? endless)?.id ?? null
}

/** Gives access for a time. */
function isLimited({ options: { accessDays, accessUntil } }: Rule): boolean {
  return accessDays !== null || typeof accessUntil === 'string'
}

/** A recovery that a payment implies turns out to be none where a restart had ended the failures. */
function mayBeNone({ trigger, ownTrigger }: Firing, beside: Firing): boolean {
  return trigger === 'subscription.recovered' && !ownTrigger && beside.trigger !== trigger
}

/** The same, so that both are carried out together. */
function isAsking(one: Firing, other: Firing): boolean {
  return (
    one.rule.action === other.rule.action && JSON.stringify(one.rule.options) === JSON.stringify(other.rule.options)
  )
}

/** Alike for firings of one moment about one item and target. */
function competitionOf({ impliedBy, item, rule: { site, target } }: Firing): string {
  return JSON.stringify([impliedBy, item, site, target.kind, target.id])
}

const ORDER: readonly Trigger[] = TRIGGERS

function sortTriggers(fired: FiredTrigger[]): FiredTrigger[] {
  return [...fired].sort(
    (a, b) =>
      ORDER.indexOf(a.trigger) - ORDER.indexOf(b.trigger) ||
      a.happenedAt - b.happenedAt ||
      compare(a.impliedBy ?? '', b.impliedBy ?? ''),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

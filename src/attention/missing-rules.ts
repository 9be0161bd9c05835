/** Recommended rules that a product lacks, going by what its events showed. */
import { KINDS } from '../integrations'
import type { Sightings } from '../journal/queries'
import { EVERY_PRODUCT, type Rule } from '../model/rule'
import { type Recommendation, recommendRules } from '../rules/recommend'

/** For pages that have already read the rules. */
export function listMissing(rules: Rule[], product: string, seen: Pick<Sightings, 'subscribed'>): Recommendation[] {
  const own = rules.filter((rule) => rule.product === product)
  const others = product === EVERY_PRODUCT ? [] : rules.filter((rule) => rule.product === EVERY_PRODUCT)
  return recommendRules({
    own,
    others,
    actions: KINDS,
    subscriptionSeen: isSubscriptionSeen(seen, product),
    interval: findInterval(seen, product),
  })
}

/** True once an event named a subscription to the product, or to any for every product. */
export function isSubscriptionSeen({ subscribed }: Pick<Sightings, 'subscribed'>, product: string): boolean {
  return subscribed.some(({ id }) => product === EVERY_PRODUCT || id === product)
}

/** Days between the product's charges; null where no event showed them, and for every product. */
export function findInterval({ subscribed }: Pick<Sightings, 'subscribed'>, product: string): number | null {
  const days = Number(subscribed.find(({ id }) => id === product)?.name ?? 0)
  return days > 0 ? days : null
}

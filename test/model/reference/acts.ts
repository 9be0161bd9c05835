/** What every fact does to every target: its triggers, the rule that decides, and what a switched plan's end reaches. */
import { decide, effectOf, matching } from './decision'
import type { Fired } from './dunning'
import { type EndingKind, endingKind, endsNothing, isBadNewsOfSubscription, isPaidInFull } from './endings'
import { endOfAccess, endOfRule, startAfter } from './ends'
import { compareFacts } from './event-order'
import { leftBehind } from './plans'
import type { Purchase } from './purchase'
import type { Fact, RuleTerms, World } from './terms'

export interface Act {
  fact: Fact
  purchase: Purchase
  /** The purchase it is about: another one where a plan was switched. */
  source: Purchase
  /** At most one a target. */
  rules: RuleTerms[]
  ending: EndingKind | null
  /** An end that is none: paid in full, or a refund of an older payment. */
  void: boolean
  /** The event names another product, to which the subscription has moved. */
  reached: boolean
}

/** In the order in which they are worked out. */
export function actsOf(purchases: Purchase[], world: World, triggers: Fired): Act[] {
  const acts = purchases.flatMap((purchase) => ownActs(purchase, purchases, world, triggers))
  return acts.sort((one, other) => compareFacts(one.fact, other.fact) || Number(one.reached) - Number(other.reached))
}

function ownActs(purchase: Purchase, purchases: Purchase[], world: World, triggers: Fired): Act[] {
  return purchase.facts.flatMap((fact) => {
    const fired = triggers.get(fact) ?? []
    const ending = endingKind(fact, purchase, world.failures)
    const isVoid = ending !== null && ending !== 'completed' && endsNothing(fact, ending, purchase, world.failures)
    const act = (holder: Purchase, reached: boolean): Act => {
      const rules = matching(world.rules, holder.marketplace, holder.product, fired)
      const spanOf = (rule: RuleTerms) => ({
        start: startAfter(rule, fact, world),
        end: endOfOption(rule, { fact, purchase: holder, source: purchase }, world),
      })
      return {
        fact,
        purchase: holder,
        source: purchase,
        rules: decide(rules, holder.test, spanOf),
        ending,
        void: isVoid || (reached && isPaidInFull(holder)),
        reached,
      }
    }
    const left = isBadNewsOfSubscription(fact) ? leftBehind(fact, purchase, purchases) : []
    return [act(purchase, false), ...left.map((earlier) => act(earlier, true))]
  })
}

function endOfOption(rule: RuleTerms, act: Pick<Act, 'fact' | 'purchase' | 'source'>, world: World): number {
  return effectOf(rule) === 'create'
    ? endOfAccess(rule, act.fact, startAfter(rule, act.fact, world), 0, world)
    : endOfRule(rule, act, world)
}

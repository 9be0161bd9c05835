/**
 * "Ids named together by any event, whenever dated, are one purchase's throughout": groups of facts of one customer and
 * product by the ids they name. An order joins no two subscriptions.
 */
import { addIds, addPlan, type Purchase, pickNamed } from './purchase'
import type { Fact } from './terms'

/** A purchase in the making: known as bought, or only as named by other events. */
export type Group = Purchase & { bought: boolean }

/** @param facts of one customer and one product, all with some id */
export function groupsOf(facts: Fact[]): Group[] {
  const groups: Group[] = []
  for (const fact of facts.filter(({ ids }) => ids.subscription !== null)) {
    const known = groups.find(({ subscriptions }) => subscriptions.has(fact.ids.subscription ?? ''))
    add(groups, known, fact)
  }
  let rest = facts.filter(({ ids }) => ids.subscription === null)
  for (let before = -1; before !== rest.length; ) {
    before = rest.length
    rest = rest.filter((fact) => {
      const named = pickNamed(groups, fact.ids)
      if (named.length === 1) {
        add(groups, named[0], fact)
      }
      return named.length !== 1
    })
  }
  for (const fact of rest) {
    const named = pickNamed(groups, fact.ids)
    const own = named.filter(({ subscriptions }) => subscriptions.size === 0)
    if (named.length === own.length) {
      const merged = merge(groups, own)
      add(groups, merged, fact)
    }
  }
  return groups
}

function add(groups: Group[], known: Group | undefined, fact: Fact): void {
  const group = known ?? newPurchase(fact)
  if (known === undefined) {
    groups.push(group)
  }
  addIds(group, fact.ids)
  addPlan(group, fact)
  group.bought ||= fact.type === 'product.purchased'
}

function merge(groups: Group[], [first, ...others]: Group[]): Group | undefined {
  for (const other of others) {
    for (const kind of ['orders', 'payments'] as const) {
      for (const id of other[kind]) {
        first?.[kind].add(id)
      }
    }
    if (first) {
      first.bought ||= other.bought
    }
    groups.splice(groups.indexOf(other), 1)
  }
  return first
}

export function newPurchase({ key, report: { marketplace, test }, product, email }: Fact): Group {
  const none = () => new Set<string>()
  const ids = { orders: none(), subscriptions: none(), payments: none(), plans: none() }
  return { key, marketplace, test, product, email, ...ids, facts: [], repeats: [], carried: [], bought: false }
}

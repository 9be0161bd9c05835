/** Each item: what it is, what it means, and the one action to take. */

import type { ConcernView } from '../../../views/concerns/concern-list'
import type { Attention } from '../../../views/overview/attention-list'
import { entryAddress } from '../../../views/parts/phrases'
import { explainCause, titleConcerns } from '../../attention/concern-words'
import type { ParkedGroup } from '../../journal/queries'
import type { ConcernCause } from '../../model/concern'
import { productAddress } from '../http/address'
import type { AttentionFacts, Troubles } from './attention'

export function describeRejected(
  base: string,
  one: Troubles['integrations'][number],
  groups: ParkedGroup[],
): Attention[] {
  if (one.problem === null) {
    return []
  }
  const mine = groups.filter((group) => group.reason === 'credentials' && group.integration?.id === one.id)
  const waiting = mine.reduce((sum, group) => sum + group.count, 0)
  const text = waiting === 0 ? one.problem : `${one.problem} ${describeWaiting(waiting)}`
  const action = { label: 'Reconnect', href: `${base}/integrations/${encodeURIComponent(one.id)}`, forAdmins: true }
  return [{ tone: 'bad', icon: 'key', title: `${one.name} needs attention`, text, action }]
}

function describeWaiting(count: number): string {
  return count === 1
    ? 'One entry is waiting; it runs by itself as soon as the key works.'
    : `${count} entries are waiting; they run by themselves as soon as the key works.`
}

export function describeParked(base: string, group: ParkedGroup): Attention {
  const where = group.integration ? ` for ${group.integration.name}` : ''
  return {
    tone: 'wait',
    icon: 'clock',
    title: `${group.count === 1 ? 'One entry is' : `${group.count} entries are`} parked${where}`,
    text: `${group.sentence} Nothing is lost: they run by themselves once it works again.`,
    action: { label: 'See them', href: `${base}/logs?outcome=waiting` },
  }
}

export function describeFailed(base: string, { count, newest }: NonNullable<AttentionFacts['failed']>): Attention {
  const sentence = newest.who === null ? newest.sentence : `${newest.who}: ${newest.sentence}`
  return {
    tone: 'bad',
    icon: 'cross',
    title: `${count === 1 ? 'One entry' : `${count} entries`} failed in the last 7 days`,
    text: count === 1 ? sentence : `The newest: ${sentence}`,
    action:
      count === 1
        ? { label: 'See it', href: entryAddress(base, newest.id) }
        : { label: 'See them', href: `${base}/logs?outcome=failed` },
  }
}

export function describeUnclear(base: string, { count, newest }: NonNullable<AttentionFacts['unclear']>): Attention {
  const who = newest.who === null ? '' : `${newest.who}: `
  return {
    tone: 'wait',
    icon: 'question',
    title: count === 1 ? 'One event fits several purchases' : `${count} events fit several purchases`,
    text: `${count === 1 ? who : `The newest is ${newest.who ?? 'unnamed'}’s. `}Nothing changed yet: choose the purchase it belongs to.`,
    action:
      count === 1
        ? { label: 'Choose the purchase', href: entryAddress(base, newest.id) }
        : { label: 'See them', href: `${base}/logs?outcome=unclear` },
  }
}

export function describeMissingTarget(base: string, rule: Troubles['goneTargets'][number]): Attention {
  return {
    tone: 'bad',
    icon: 'missing',
    title: `“${rule.target}” is no longer in ${rule.kind}`,
    text: `The rule “${rule.name}” aims at it, so it can do nothing.`,
    action: { label: 'Choose another', href: `${base}/rules/${encodeURIComponent(rule.id)}` },
  }
}

export function describeMoreMissing(base: string, more: number, rules: Troubles['goneTargets']): Attention {
  const kinds = OR_LIST.format(new Set(rules.map(({ kind }) => kind)))
  return {
    tone: 'bad',
    icon: 'missing',
    title: `${more} more rules aim at what is no longer in ${kinds}`,
    text: 'Each of them says so in its list.',
    action: { label: 'See rules', href: `${base}/rules` },
  }
}

export function describeConcerns(
  base: string,
  group: { cause: ConcernCause; count: number },
  concerns: ConcernView[],
): Attention {
  return {
    tone: group.cause === 'paid without access' ? 'bad' : 'wait',
    icon: group.cause === 'plan left behind' ? 'later' : 'person',
    title: titleConcerns(group),
    text: explainCause(group.cause),
    action: { label: group.count === 1 ? 'See it' : 'See them', href: `${base}/concerns` },
    concerns,
  }
}

export function describeSilence(base: string, facts: AttentionFacts, lastEvent: number, now: number): Attention {
  const usual = facts.usualGap === null ? '' : ` Something usually comes within ${formatSpan(facts.usualGap)}.`
  const refused = facts.refused > 0 ? ' Some posts were refused: a key may be mistyped.' : ''
  return {
    tone: 'wait',
    icon: 'question',
    title: `No events for ${formatSpan(now - lastEvent)}`,
    text: `Your store has told us nothing.${usual}${refused}`,
    action: { label: 'Check the webhook', href: `${base}/webhook`, forAdmins: true },
  }
}

export function describeUnusedProduct(base: string, product: { id: string; name: string }): Attention {
  return {
    tone: 'wait',
    icon: 'plus',
    title: `“${product.name}” is sold but opens nothing`,
    text: 'Buyers are not enrolled anywhere. Add a rule for Product Purchased.',
    action: { label: 'Add rule', href: `${base}/rules/new?product=${encodeURIComponent(product.id)}` },
  }
}

/** Recommendations are not alarms: one line for all products. */
export function describeMissingRules(base: string, products: Troubles['unended']): Attention {
  const [first, ...others] = products
  const single = first !== undefined && others.length === 0
  const names = products.slice(0, NAMED).map(({ name }) => shorten(name))
  const rest = products.length > NAMED ? [`${products.length - NAMED} more`] : []
  return {
    tone: 'wait',
    icon: 'renew',
    title: single ? `“${first.name}” lacks a recommended rule` : `${products.length} products lack a recommended rule`,
    text: single
      ? first.why
      : `${LIST.format([...names, ...rest])}. Each one’s page says which, and adds it in one click.`,
    action: single
      ? { label: 'Add rule', href: productAddress(base, first.id) }
      : { label: 'See products', href: `${base}/products` },
  }
}

const NAMED = 3
const NAME_CHARACTERS = 40
const OR_LIST = new Intl.ListFormat('en', { type: 'disjunction' })
const LIST = new Intl.ListFormat('en', { type: 'conjunction' })

function shorten(name: string): string {
  const characters = [...name]
  return characters.length <= NAME_CHARACTERS ? name : `${characters.slice(0, NAME_CHARACTERS).join('').trimEnd()}…`
}

export function describeMoreProducts(base: string, more: number): Attention {
  return {
    tone: 'wait',
    icon: 'renew',
    title: `${more} more products are sold but open nothing`,
    text: 'Buyers are not enrolled anywhere. Each product’s page has New Rule.',
    action: { label: 'See products', href: `${base}/products` },
  }
}

const HOUR_MS = 3_600_000
const DAY_HOURS = 24

/** "3 days", "5 hours", "an hour". */
export function formatSpan(ms: number): string {
  const hours = Math.max(1, Math.round(ms / HOUR_MS))
  if (hours < 2 * DAY_HOURS) {
    return hours === 1 ? 'an hour' : `${hours} hours`
  }
  return `${Math.round(hours / DAY_HOURS)} days`
}

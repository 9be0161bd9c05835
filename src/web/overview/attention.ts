/** What a person must look at, the gravest first. */
import type { Attention } from '../../../views/overview/attention-list'
import type { OverviewFacts, ParkedGroup } from '../../journal/answers'

/** A thing of the marketplace with what is wrong with it. */
export interface Troubled {
  integrations: { id: string; name: string; problem: string | null }[]
  /** Rules whose course or bundle is not in Thinkific any more. */
  goneTargets: { id: string; name: string; target: string }[]
  /** Products sold that open nothing. */
  withoutCreate: { id: string; name: string }[]
  /** Products with a recommended rule missing, and what happens without it. */
  unended: { id: string; name: string; why: string }[]
}

type Facts = Pick<OverviewFacts, 'parked' | 'silent' | 'lastEvent' | 'usualGap' | 'refused'>

/** @param base /m/<marketplace> @param now epoch ms */
export function attentionOf(base: string, facts: Facts, troubled: Troubled, now: number): Attention[] {
  return [
    ...troubled.integrations.flatMap((one) => rejected(base, one, facts.parked)),
    ...facts.parked.filter((group) => group.reason !== 'credentials').map((group) => parked(base, group)),
    ...summed(
      troubled.goneTargets,
      (one) => goneTarget(base, one),
      MOST_OF_A_KIND,
      (more) => moreGone(base, more),
    ),
    ...(facts.silent && facts.lastEvent !== null ? [silence(base, facts, facts.lastEvent, now)] : []),
    ...summed(
      troubled.withoutCreate,
      (one) => opensNothing(base, one),
      MOST_OF_A_KIND,
      (more) => moreProducts(base, more),
    ),
    ...summed(
      troubled.unended,
      (one) => unended(base, one),
      MOST_OF_A_KIND,
      (more) => moreProducts(base, more),
    ),
  ]
}

/** More of one kind than this are said in one line. */
const MOST_OF_A_KIND = 3

function summed<One>(
  all: One[],
  say: (one: One) => Attention,
  most: number,
  sum: (more: number) => Attention,
): Attention[] {
  return all.length <= most ? all.map(say) : [...all.slice(0, most - 1).map(say), sum(all.length - most + 1)]
}

function rejected(base: string, one: Troubled['integrations'][number], groups: ParkedGroup[]): Attention[] {
  if (one.problem === null) {
    return []
  }
  const mine = groups.filter((group) => group.reason === 'credentials' && group.integration?.id === one.id)
  const waiting = mine.reduce((sum, group) => sum + group.count, 0)
  const text = waiting === 0 ? one.problem : `${one.problem} ${people(waiting)} by themselves as soon as the key works.`
  const action = { label: 'Reconnect', href: `${base}/integrations/${encodeURIComponent(one.id)}` }
  return [{ tone: 'bad', icon: 'key', title: `${one.name} needs attention`, text, action }]
}

function people(count: number): string {
  return count === 1 ? 'One entry is waiting and runs' : `${count} entries are waiting and run`
}

function parked(base: string, group: ParkedGroup): Attention {
  const where = group.integration ? ` for ${group.integration.name}` : ''
  return {
    tone: 'wait',
    icon: 'clock',
    title: `${group.count === 1 ? 'One entry is' : `${group.count} entries are`} parked${where}`,
    text: `${group.sentence} Nothing is lost: they run by themselves once it works again.`,
    action: { label: 'See them', href: `${base}/logs?outcome=waiting` },
  }
}

function goneTarget(base: string, rule: Troubled['goneTargets'][number]): Attention {
  return {
    tone: 'bad',
    icon: 'missing',
    title: `“${rule.target}” is no longer in Thinkific`,
    text: `The rule “${rule.name}” aims at it, so it can do nothing.`,
    action: { label: 'Choose another', href: `${base}/rules/${encodeURIComponent(rule.id)}` },
  }
}

function moreGone(base: string, more: number): Attention {
  return {
    tone: 'bad',
    icon: 'missing',
    title: `${more} more rules aim at what is no longer in Thinkific`,
    text: 'Each of them says so in its list.',
    action: { label: 'See rules', href: `${base}/rules` },
  }
}

function silence(base: string, facts: Facts, lastEvent: number, now: number): Attention {
  const usual = facts.usualGap === null ? '' : ` Something usually comes within ${span(facts.usualGap)}.`
  const refused = facts.refused > 0 ? ' Some posts were refused: a key may be mistyped.' : ''
  return {
    tone: 'wait',
    icon: 'question',
    title: `No events for ${span(now - lastEvent)}`,
    text: `Your store has told us nothing.${usual}${refused}`,
    action: { label: 'Check the webhook', href: `${base}/webhook` },
  }
}

function opensNothing(base: string, product: { id: string; name: string }): Attention {
  return {
    tone: 'wait',
    icon: 'plus',
    title: `“${product.name}” is sold but opens nothing`,
    text: 'Who buys it is enrolled nowhere. Add a rule for Product Purchased.',
    action: { label: 'Add rule', href: `${base}/rules/new?product=${encodeURIComponent(product.id)}` },
  }
}

function unended(base: string, product: Troubled['unended'][number]): Attention {
  return {
    tone: 'wait',
    icon: 'renew',
    title: `“${product.name}” lacks a recommended rule`,
    text: product.why,
    action: { label: 'Add rule', href: productPage(base, product.id) },
  }
}

function moreProducts(base: string, more: number): Attention {
  return {
    tone: 'wait',
    icon: 'renew',
    title: `${more} more products lack a rule`,
    text: 'Each product’s page says which, and adds it in one click.',
    action: { label: 'See products', href: `${base}/products` },
  }
}

function productPage(base: string, id: string): string {
  return id === '*' ? `${base}/rules` : `${base}/products/${encodeURIComponent(id)}/integrations`
}

const HOUR_MS = 3_600_000
const DAY_HOURS = 24

/** "3 days", "5 hours", "an hour". */
export function span(ms: number): string {
  const hours = Math.max(1, Math.round(ms / HOUR_MS))
  if (hours < 2 * DAY_HOURS) {
    return hours === 1 ? 'an hour' : `${hours} hours`
  }
  return `${Math.round(hours / DAY_HOURS)} days`
}

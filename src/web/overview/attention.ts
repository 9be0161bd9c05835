import type { ConcernView } from '../../../views/concerns/concern-list'
import type { Attention } from '../../../views/overview/attention-list'
import type { OverviewFacts } from '../../journal/queries'
import type { ConcernCause } from '../../model/concern'
import {
  linkConcerns,
  linkFailed,
  linkGoneTarget,
  linkGoneTargets,
  linkMissingRules,
  linkParked,
  linkRejected,
  linkSilence,
  linkUnclear,
  linkUnusedProduct,
  linkUnusedProducts,
} from './attention-links'

export interface Troubles {
  integrations: { id: string; name: string; problem: string | null }[]
  /** Rules with a target that the other side no longer has; `kind`: its title. */
  goneTargets: { id: string; name: string; target: string; kind: string }[]
  /** Products sold without any rule that enrolls. */
  withoutCreate: { id: string; name: string }[]
  /** Products lacking a recommended rule, and what happens without it. */
  unended: { id: string; name: string; why: string }[]
  /** Customers whose access does not match what they paid; the newest few. */
  concerns: { cause: ConcernCause; count: number; newest: ConcernView[] }[]
}

export type AttentionFacts = Pick<
  OverviewFacts,
  'parked' | 'failed' | 'unclear' | 'silent' | 'lastEvent' | 'usualGap' | 'refused'
>

/** Most urgent first. @param base /m/<marketplace> @param now epoch ms */
export function listAttention(base: string, facts: AttentionFacts, troubled: Troubles, now: number): Attention[] {
  return [
    ...troubled.integrations.flatMap((one) => linkRejected(base, one, facts.parked)),
    ...facts.parked.filter((group) => group.reason !== 'credentials').map((group) => linkParked(base, group)),
    ...(facts.failed === null ? [] : [linkFailed(base, facts.failed)]),
    ...(facts.unclear === null ? [] : [linkUnclear(base, facts.unclear)]),
    ...troubled.concerns.map(({ newest, ...group }) => linkConcerns(base, group, newest)),
    ...summarize(
      troubled.goneTargets,
      (one) => linkGoneTarget(base, one),
      MOST_OF_A_KIND,
      (more) => linkGoneTargets(base, more, troubled.goneTargets),
    ),
    ...(facts.silent && facts.lastEvent !== null ? [linkSilence(base, facts, facts.lastEvent, now)] : []),
    ...summarize(
      troubled.withoutCreate,
      (one) => linkUnusedProduct(base, one),
      MOST_OF_A_KIND,
      (more) => linkUnusedProducts(base, more),
    ),
    ...(troubled.unended.length > 0 ? [linkMissingRules(base, troubled.unended)] : []),
  ]
}

/** More of a kind than this share one line. */
const MOST_OF_A_KIND = 3

function summarize<One>(
  all: One[],
  say: (one: One) => Attention,
  most: number,
  sum: (more: number) => Attention,
): Attention[] {
  return all.length <= most ? all.map(say) : [...all.slice(0, most - 1).map(say), sum(all.length - most + 1)]
}

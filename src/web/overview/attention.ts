/** What a person must look at, the gravest first. */
import type { Attention } from '../../../views/overview/attention-list'
import type { OverviewFacts } from '../../journal/queries'
import {
  failed,
  goneTarget,
  moreGone,
  moreProducts,
  opensNothing,
  parked,
  rejected,
  silence,
  unended,
} from './attention-words'

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

export type Facts = Pick<OverviewFacts, 'parked' | 'failed' | 'silent' | 'lastEvent' | 'usualGap' | 'refused'>

/** @param base /m/<marketplace> @param now epoch ms */
export function attentionOf(base: string, facts: Facts, troubled: Troubled, now: number): Attention[] {
  return [
    ...troubled.integrations.flatMap((one) => rejected(base, one, facts.parked)),
    ...facts.parked.filter((group) => group.reason !== 'credentials').map((group) => parked(base, group)),
    ...(facts.failed === null ? [] : [failed(base, facts.failed)]),
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
    ...(troubled.unended.length > 0 ? [unended(base, troubled.unended)] : []),
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

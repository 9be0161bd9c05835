/** What came of an order, or would, in the words of a preview. Pure. */
import type { FateCounts, OrderAnswer, RowFate } from '../../journal/imports/import-record'
import { isFailed, type Outcome } from '../../model/outcome'

interface Answered {
  outcome: Outcome
  sentence: string
}

const FATES: Partial<Record<Outcome, RowFate>> = {
  enrolled: 'enroll',
  renewed: 'enroll',
  sent: 'sent',
  waiting: 'enroll',
  'already enrolled': 'already',
  expired: 'end',
  unclear: 'unclear',
}

/** Where rules differ, what a person should know first. */
const ORDER: readonly RowFate[] = ['failed', 'unclear', 'end', 'enroll', 'already', 'sent', 'nothing']

const NO_ANSWER: OrderAnswer = { fate: 'nothing', outcome: null, sentence: 'It changes nothing.' }

export function addFate(counts: FateCounts, fate: RowFate): FateCounts {
  return { ...counts, [fate]: (counts[fate] ?? 0) + 1 }
}

export function sumFates(counts: FateCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

export function summarizeAnswers(answers: Answered[]): OrderAnswer {
  const all = answers.map(({ outcome, sentence }) => ({ fate: fateOf(outcome), outcome, sentence }))
  all.sort((one, other) => ORDER.indexOf(one.fate) - ORDER.indexOf(other.fate))
  return all[0] ?? NO_ANSWER
}

function fateOf(outcome: Outcome): RowFate {
  return isFailed(outcome) ? 'failed' : (FATES[outcome] ?? 'nothing')
}

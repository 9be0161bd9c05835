import type { ThirtyDaysProps } from '../../../views/overview/thirty-days'
import type { DayCounts } from '../../journal/queries'
import { FAILED, type FinalOutcome, OUTCOMES } from '../../model/outcome'

const ENROLLED: FinalOutcome[] = ['enrolled', 'renewed']
const ENDED: FinalOutcome[] = ['expired']
const KEPT: FinalOutcome[] = ['kept']
const FAILURES: readonly FinalOutcome[] = FAILED

const GROUPS = [
  { label: 'enrolled or renewed', tone: 'good', outcomes: ENROLLED },
  { label: 'access ended', tone: 'ended', outcomes: ENDED },
  { label: 'kept by another purchase', tone: 'keep', outcomes: KEPT },
  { label: 'failed', tone: 'bad', outcomes: FAILURES },
  { label: 'nothing to do', tone: 'quiet', outcomes: OUTCOMES.filter(isQuiet) },
] as const

export function summarizeDays(days: DayCounts[]): ThirtyDaysProps {
  return {
    series: GROUPS.map(({ label, tone }) => ({ label, tone })),
    days: days.map(({ day, outcomes }) => ({
      at: Date.parse(`${day}T12:00:00Z`),
      values: GROUPS.map((group) => sum(outcomes, group.outcomes)),
    })),
  }
}

export function countMoves(days: DayCounts[]): number {
  return days.reduce((total, { outcomes }) => total + sum(outcomes, [...ENROLLED, ...ENDED]), 0)
}

function isQuiet(outcome: (typeof OUTCOMES)[number]): outcome is FinalOutcome {
  return outcome !== 'waiting' && ![...ENROLLED, ...ENDED, ...KEPT, ...FAILURES].includes(outcome)
}

function sum(counts: DayCounts['outcomes'], outcomes: readonly FinalOutcome[]): number {
  return outcomes.reduce((total, outcome) => total + (counts[outcome] ?? 0), 0)
}

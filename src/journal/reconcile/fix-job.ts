/** The job that settles differences as a person chose. */
import type { DifferenceFix, DifferenceGuess, DifferenceKind } from '../../model/difference'
import type { ReconciledIntegration } from './state'

export const FIX_DIFFERENCES = 'fix-differences'

export interface FixDifferencesJob {
  integration: ReconciledIntegration
  which: { ids: string[] } | { kind: DifferenceKind; guess: DifferenceGuess }
  fix: DifferenceFix
  /** "3 differences" */
  what: string
}

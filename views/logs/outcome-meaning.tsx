import type { Outcome } from '../../src/model/outcome'
import { isUnexplained } from '../parts/badge'
import type { Phrases } from '../parts/phrases'

interface OutcomeMeaningProps {
  base: string
  phrases: Phrases
  of: { outcome: Outcome; action: string | null }
}

/** Explains results such as *kept* in text, since a hint on hover reaches neither touch nor keyboard. */
export function OutcomeMeaning({ base, phrases, of: { outcome, action } }: OutcomeMeaningProps) {
  return isUnexplained(outcome) ? (
    <p class="muted small">
      <b>{phrases.outcome(outcome, action)}</b>: {phrases.meaning(outcome)}{' '}
      <a href={`${base}/help#${termId(outcome)}`}>What results mean</a>
    </p>
  ) : null
}

/** Anchor of an outcome on the help page. */
export function termId(outcome: Outcome): string {
  return outcome.replace(/\W+/g, '-')
}

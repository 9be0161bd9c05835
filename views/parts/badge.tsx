/** A state in a word and an icon; the color only repeats them. */
import type { Child } from 'hono/jsx'
import type { Outcome } from '../../src/model/outcome'
import { Icon, type IconName } from './icon'
import type { Phrases } from './phrases'

export type Tone = 'good' | 'keep' | 'wait' | 'bad' | 'quiet' | 'accent'

interface BadgeProps {
  tone: Tone
  icon: IconName
  /** Shown on hover. */
  hint?: string | undefined
  children: Child
}

export function Badge({ tone, icon, hint, children }: BadgeProps) {
  return (
    <span class={`badge tone-${tone}`} title={hint}>
      <Icon name={icon} />
      {children}
    </span>
  )
}

/** Outcomes whose name does not explain itself. */
export function isUnexplained(outcome: Outcome): boolean {
  return ['kept', 'superseded', 'unclear', 'no change', 'rule off', 'waiting'].includes(outcome)
}

interface OutcomeBadgeProps {
  phrases: Phrases
  of: { outcome: Outcome; action: string | null }
}

export function OutcomeBadge({ phrases, of: { outcome, action } }: OutcomeBadgeProps) {
  const [tone, icon] = OUTCOME_LOOKS[outcome]
  return (
    <Badge tone={tone} icon={icon} hint={isUnexplained(outcome) ? phrases.meaning(outcome) : undefined}>
      {phrases.outcome(outcome, action)}
    </Badge>
  )
}

export const OUTCOME_LOOKS: Record<Outcome, readonly [Tone, IconName]> = {
  enrolled: ['good', 'check'],
  renewed: ['good', 'renew'],
  'already enrolled': ['good', 'check'],
  expired: ['accent', 'ended'],
  'already expired': ['quiet', 'ended'],
  kept: ['keep', 'kept'],
  superseded: ['keep', 'later'],
  sent: ['good', 'check'],
  'no rule': ['quiet', 'dash'],
  'no change': ['quiet', 'dash'],
  'not understood': ['wait', 'question'],
  'test order skipped': ['quiet', 'flask'],
  'no such customer': ['quiet', 'nobody'],
  'administrator, left alone': ['quiet', 'star'],
  'rule off': ['quiet', 'off'],
  unclear: ['wait', 'question'],
  waiting: ['wait', 'clock'],
  'rejected by Thinkific': ['bad', 'cross'],
  'rejected by the receiver': ['bad', 'cross'],
  'credentials rejected': ['bad', 'key'],
  'target missing': ['bad', 'missing'],
  'given up': ['bad', 'flag'],
}

/** What a rule can have an integration do. Each kind of integration declares its own (integrations/kind.ts). */
import type { Trigger, TriggerCategory } from './trigger'

export interface Action {
  /** As rules and the log store it: unique among all kinds, and never changed. */
  id: string
  label: string
  effect: 'opens' | 'ends' | 'none'
  /** The kind of target it acts on, unique among all kinds of integration. */
  target: string
  /** The name of what it acts on, where there is nothing to choose: its rules have NO_CHOICE for a target's id. */
  only?: string
  categories: readonly TriggerCategory[]
  /** What it does, around the target's name: the second half of a sentence that begins "When …, ". */
  phrase(trigger: Trigger, removeAlways: boolean): Phrase
  /** What to prepare on the other side, shown under the form of such a rule. */
  reminder?: string
}

/** The words before and after the name they speak about, so that a page can set the name off. */
export type Phrase = readonly [before: string, after: string]

export interface Actions {
  /** An action that no kind offers (its kind is of a newer version) has its id as label and no effect. */
  action(id: string): Action
  /** The action of that effect on that kind of target; null where there is none. */
  actionFor(target: string, effect: Action['effect']): Action | null
}

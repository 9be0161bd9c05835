/** How differences are put to people, and what each choice about one does. */
import type { DifferenceFix, DifferenceGuess, DifferenceKind } from '../../model/difference'

interface GroupWords {
  title: string
  /** How it probably came about. */
  guess: string
}

/** @param kind the title of the integration's: "Thinkific" */
export function describeGroup(guess: DifferenceGuess, kind: string): GroupWords {
  const words: Record<DifferenceGuess, GroupWords> = {
    'no enrollment': {
      title: `Paid for, but not enrolled in ${kind}`,
      guess: `Probably unenrolled by hand in ${kind}, or the user was deleted there.`,
    },
    'ended there': {
      title: `Paid for, but access ended in ${kind}`,
      guess: `Probably ended by hand in ${kind}, or by another tool.`,
    },
    'preview only': {
      title: `Paid for, but only has a free preview in ${kind}`,
      guess: 'Probably enrolled by another tool.',
    },
    'ended here': {
      title: `Access ended here, but still open in ${kind}`,
      guess: `Probably reopened by hand in ${kind}, or no rule ended it there.`,
    },
    'from before': {
      title: `Enrolled in ${kind} before Enrollwire was connected`,
      guess: 'Probably from before you had rules.',
    },
    'given there': {
      title: `Customers with access in ${kind} that no purchase explains`,
      guess: `Probably enrolled by hand in ${kind}, or bought there.`,
    },
    'of a stranger': {
      title: `Enrolled in ${kind}, but not a customer here`,
      guess: `Probably enrolled by hand in ${kind}, or bought there.`,
    },
    'date moved': {
      title: `Access ends on a different date in ${kind}`,
      guess: `Probably changed by hand in ${kind}.`,
    },
  }
  return words[guess]
}

interface FixWords {
  /** The button's. */
  label: string
  /** What it does to those chosen, in a sentence. */
  does: string
  /** It ends access. */
  isEnding: boolean
}

export function describeFix(difference: DifferenceKind, fix: DifferenceFix, kind: string): FixWords {
  if (fix === 'leave') {
    const does = 'Nothing changes. They leave this list until something does.'
    return { label: 'Leave as it is', does, isEnding: false }
  }
  const words: Record<DifferenceKind, Record<'ours' | 'theirs', FixWords>> = {
    missing: {
      ours: {
        label: 'Enroll again',
        does: `They’re enrolled again in ${kind}, for as long as their purchase lasts.`,
        isEnding: false,
      },
      theirs: { label: 'Mark as ended', does: 'Their purchase no longer includes this course.', isEnding: true },
    },
    unexplained: {
      ours: { label: 'End access', does: `They can no longer open the course in ${kind}.`, isEnding: true },
      theirs: {
        label: 'Keep access',
        does: `Recorded here as enrolled by hand, until the date in ${kind}. Nothing changes there.`,
        isEnding: false,
      },
    },
    date: {
      ours: { label: 'Use our date', does: `${kind} gets the end date from the purchase.`, isEnding: false },
      theirs: {
        label: `Use ${kind}’s date`,
        does: `Access now ends on the date in ${kind}; a later payment still extends it.`,
        isEnding: false,
      },
    },
  }
  return words[difference][fix]
}

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
      title: `Paid for, but ended in ${kind}`,
      guess: `Probably ended by hand in ${kind}, or by another tool.`,
    },
    'preview only': {
      title: `Paid for, but only a free preview in ${kind}`,
      guess: 'Probably enrolled by another tool that gives no date of activation.',
    },
    'ended here': {
      title: `Ended here, but open in ${kind}`,
      guess: `Probably opened again by hand in ${kind}, or no rule ended it there.`,
    },
    'from before': {
      title: `Open in ${kind} since before Enrollwire was connected`,
      guess: 'Probably sold or given before any rule was here.',
    },
    'given there': {
      title: `Open in ${kind} for customers, though no purchase gave it`,
      guess: `Probably given by hand in ${kind}, or bought there.`,
    },
    'of a stranger': {
      title: `Open in ${kind} for people who bought nothing here`,
      guess: `Probably given by hand in ${kind}, bought there, or by another tool.`,
    },
    'date moved': {
      title: `Open until another day in ${kind}`,
      guess: `Probably moved by hand in ${kind}.`,
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
    const does = 'Nothing changes on either side. They are listed again only if either side changes.'
    return { label: 'Leave as it is', does, isEnding: false }
  }
  const words: Record<DifferenceKind, Record<'ours' | 'theirs', FixWords>> = {
    missing: {
      ours: {
        label: 'Enroll again',
        does: `Their access is opened again in ${kind}, until the day their purchase gives.`,
        isEnding: false,
      },
      theirs: { label: 'End the grant', does: 'Their purchase no longer gives them this access.', isEnding: true },
    },
    unexplained: {
      ours: { label: 'End the access', does: `They can no longer open it in ${kind}.`, isEnding: true },
      theirs: {
        label: 'Keep the access',
        does: `It is recorded here as given by hand, until the day ${kind} has. ${kind} stays as it is.`,
        isEnding: false,
      },
    },
    date: {
      ours: { label: 'Set our day', does: `${kind} gets the day that the purchase gives.`, isEnding: false },
      theirs: {
        label: 'Use their day',
        does: `The purchase gives access until the day ${kind} has; a later payment extends it as before.`,
        isEnding: false,
      },
    },
  }
  return words[difference][fix]
}

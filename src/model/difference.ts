/** Where a ledger and the site itself disagree about one customer and one target. Times are epoch ms. */
import type { Target } from './rule'

/** In the order in which people see them. As stored; never changed. */
export const DIFFERENCE_KINDS = ['missing', 'unexplained', 'date'] as const

/** `missing`: granted, and not open at the site. `unexplained`: open there without a grant. `date`: open until another day. */
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]

/** How it probably came about. As stored; never changed. */
export const DIFFERENCE_GUESSES = [
  'no enrollment',
  'ended there',
  'preview only',
  'ended here',
  'from before',
  'given there',
  'of a stranger',
  'date moved',
] as const
export type DifferenceGuess = (typeof DIFFERENCE_GUESSES)[number]

export interface Difference {
  kind: DifferenceKind
  guess: DifferenceGuess
  /** Normalized, see email.ts. */
  email: string
  /** At the site; null for a customer who is no user there. */
  userId: string | null
  target: Target
  /** Null without an enrollment. `end`: null for none. */
  theirs: { open: boolean; end: number | null } | null
  /** Null without a grant. */
  ours: GrantedAccess | null
  /** Null where that is not known. */
  since: number | null
}

/** What a ledger grants, and which purchase does. */
export interface GrantedAccess {
  /** Null for none. */
  end: number | null
  /** The target itself, or a bundle that holds it. */
  through: Target
  purchase: {
    productId: string
    productName: string | null
    orderId: string | null
    subscriptionId: string | null
  }
}

/** What is done about a difference: the ledger is right, the site is right, or it is listed no longer. */
export const DIFFERENCE_FIXES = ['ours', 'theirs', 'leave'] as const
export type DifferenceFix = (typeof DIFFERENCE_FIXES)[number]

/** A date within a bundle is the bundle's: only the ledger's can be set. */
export function mayFix({ kind, ours, target }: Difference, fix: DifferenceFix): boolean {
  const isOwn = ours === null || (ours.through.kind === target.kind && ours.through.id === target.id)
  return fix !== 'theirs' || kind !== 'date' || isOwn
}

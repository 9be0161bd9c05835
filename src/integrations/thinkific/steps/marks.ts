/** What a run has seen and what it was refused, so that it neither asks nor writes the same again. Never stored. */

import type { TargetKey } from '../ledger/customer'

/**
 * `old`: seen too long ago to trust. `look`: to be looked at before anything else. `looked`: seen in
 * this run. `unsure`: a PUT with null may have been ignored. `refused`: Thinkific refused to enroll. `absent`: it answered
 * 404 to that, and the bundle or the user is missing. `read`: a bundle's courses were read. `left`: refused, and the
 * purchase's other firing reports it.
 */
type TargetMark = 'old' | 'look' | 'looked' | 'unsure' | 'refused' | 'absent' | 'read' | 'left'

/**
 * `looked`: searched for by email. `taken`: Thinkific says the email is taken. `gone`: the user we knew was deleted.
 * `no fields`: created without the mapped fields, since they were refused. `fields`: not to be sent again.
 */
export type UserMark = 'looked' | 'taken' | 'gone' | 'no fields' | 'fields'

export interface Marks {
  readonly targets: Readonly<Partial<Record<TargetKey, readonly TargetMark[]>>>
  readonly user: readonly UserMark[]
  /** The list of all the user's enrollments: pages read, and whether the last was among them. */
  readonly listing: { readonly pages: number; readonly isComplete: boolean }
}

export const NO_MARKS: Marks = { targets: {}, user: [], listing: { pages: 0, isComplete: false } }

interface Marked {
  marks: Marks
}

export function hasMark({ marks }: Marked, key: TargetKey, mark: TargetMark): boolean {
  return marks.targets[key]?.includes(mark) ?? false
}

export function withMark<State extends Marked>(state: State, key: TargetKey, mark: TargetMark): State {
  return withTarget(state, key, [...withoutOne(state, key, mark), mark])
}

export function withoutMark<State extends Marked>(state: State, key: TargetKey, mark: TargetMark): State {
  return withTarget(state, key, withoutOne(state, key, mark))
}

export function hasUserMark({ marks }: Marked, mark: UserMark): boolean {
  return marks.user.includes(mark)
}

export function withUserMark<State extends Marked>(state: State, mark: UserMark): State {
  const { marks } = state
  return hasUserMark(state, mark) ? state : { ...state, marks: { ...marks, user: [...marks.user, mark] } }
}

export function withListedPage<State extends Marked>(state: State, isLast: boolean): State {
  const { pages, isComplete } = state.marks.listing
  return { ...state, marks: { ...state.marks, listing: { pages: pages + 1, isComplete: isComplete || isLast } } }
}

/** Counts the list as read, where what it would show no longer matters. */
export function withoutListing<State extends Marked>(state: State): State {
  return { ...state, marks: { ...state.marks, listing: { ...state.marks.listing, isComplete: true } } }
}

function withoutOne({ marks }: Marked, key: TargetKey, mark: TargetMark): TargetMark[] {
  return (marks.targets[key] ?? []).filter((one) => one !== mark)
}

function withTarget<State extends Marked>(state: State, key: TargetKey, own: TargetMark[]): State {
  return { ...state, marks: { ...state.marks, targets: { ...state.marks.targets, [key]: own } } }
}

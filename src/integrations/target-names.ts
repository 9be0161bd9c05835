/** Targets of rules by name, and whether one is still there. */
import type { Target } from '../model/rule'
import { KINDS } from '.'
import type { Offer } from './catalog'

/** `Course`, as the label of a field. */
export function labelOf(kind: string): string {
  return KINDS.findTarget(kind)?.target.label ?? kind
}

/** The label of a target without a known name. */
export function unlistedName(kind: string, id: string): string {
  return `${labelOf(kind)} ${id}`
}

/** True if the catalog once had the target; one typed as an id never was in it. */
export function isGone(target: Target, listed: Offer[] | null): boolean {
  const wasListed = target.name !== unlistedName(target.kind, target.id)
  return listed !== null && wasListed && !listed.some((one) => one.id === target.id)
}

/** What to say of one that is gone. */
export function describeGone({ kind, name }: Pick<Target, 'kind' | 'name'>): string {
  return `${name} is no longer in ${titleOf(kind)}. Choose another ${nounOf(kind)}.`
}

/** Whose list a target of that kind is looked up in. */
export function titleOf(kind: string): string {
  return KINDS.findTarget(kind)?.kind.title ?? kind
}

/** `course`, in a sentence. */
export function nounOf(kind: string): string {
  return labelOf(kind).toLowerCase()
}

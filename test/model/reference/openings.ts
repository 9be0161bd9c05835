/** Which courses a bundle's calls opened, each time access began. */
import { undoes } from './endings'
import { compareFacts } from './event-order'
import type { Basis, Ending, Grant, Opening } from './grants'
import { type Fact, type Instant, valueAt, type World } from './terms'

/** An ending that a plan paid off later makes void still kept access from its start until then: nothing was opened before. */
export function holdBack({ fact, kind, end }: Ending, grant: Grant, world: World): void {
  const { facts } = grant.purchase
  const starts = startOf(grant)
  const paidOff = facts.find(({ type, arrived }) => type === 'subscription.completed' && arrived > starts)
  const isUndone = facts.some(
    (good) => good.arrived <= starts && compareFacts(good, fact) > 0 && undoes(good, fact, kind, grant.purchase),
  )
  if (grant.target.kind === 'bundle' && paidOff && fact.arrived <= starts && end <= starts && !isUndone) {
    const courses = valueAt(world.bundles[grant.target.id], paidOff.arrived) ?? []
    grant.openings = [{ at: paidOff.at, courses, isFresh: true, bases: [], cuts: [] }]
  }
}

/** A bundle's call opens what the bundle holds then. */
export function openBundle(
  { at, arrived }: Fact,
  grant: Grant,
  before: Pick<Opening, 'isFresh' | 'bases' | 'cuts'>,
  world: World,
): void {
  if (grant.target.kind === 'bundle') {
    const starts = startOf(grant)
    const courses = valueAt(world.bundles[grant.target.id], Math.max(arrived, starts)) ?? []
    grant.openings.push({ ...before, at, courses, isFresh: before.isFresh || starts > arrived })
  }
}

/** Taken away before it starts, it opens nothing until that is undone. */
export function holdUntilGivenBack(grant: Grant, takenAt: Instant): void {
  if (grant.target.kind === 'bundle' && startOf(grant) >= takenAt) {
    grant.openings = []
    grant.held = true
  }
}

/**
 * What is open stays what was opened before. What had lapsed, or had been removed, may turn out to have been open: the
 * removal was undone since, or the ending of another purchase whose days count. @param endsAt of what had given access
 */
export function listOpened({ openings, cuts, past }: Grant, endsAt: (bases: Basis[]) => Instant): Set<string> {
  return openings.reduce((opened, one) => {
    const isTaken = one.cuts.some((cut) => cuts.includes(cut) || past.includes(cut))
    const stays = !one.isFresh && !isTaken && endsAt(one.bases) > one.at
    return new Set([...(stays ? opened : []), ...one.courses])
  }, new Set<string>())
}

export function startOf({ bases }: Grant): Instant {
  return Math.min(...bases.map(({ start }) => start))
}

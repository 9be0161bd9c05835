/** Which courses a bundle's calls opened, each time access began. */
import { undoes } from './endings'
import { compareFacts } from './event-order'
import type { Cut, Ending, Grant } from './grants'
import { type Fact, valueAt, type World } from './terms'

/** An ending that a plan paid off later makes void still kept access from its start until then: nothing was opened before. */
export function holdBack({ fact, kind, end }: Ending, grant: Grant, world: World): void {
  const { facts } = grant.purchase
  const starts = Math.min(...grant.bases.map(({ start }) => start))
  const paidOff = facts.find(({ type, arrived }) => type === 'subscription.completed' && arrived > starts)
  const isUndone = facts.some(
    (good) => good.arrived <= starts && compareFacts(good, fact) > 0 && undoes(good, fact, kind, grant.purchase),
  )
  if (grant.target.kind === 'bundle' && paidOff && fact.arrived <= starts && end <= starts && !isUndone) {
    grant.opened = new Set(valueAt(world.bundles[grant.target.id], paidOff.arrived) ?? [])
  }
}

/** A bundle's call opens what the bundle holds then; what is open stays what it opened before. */
export function openBundle({ arrived }: Fact, grant: Grant, wasOpen: boolean, world: World): void {
  if (grant.target.kind === 'bundle') {
    const starts = Math.min(...grant.bases.map(({ start }) => start))
    const holds = valueAt(world.bundles[grant.target.id], Math.max(arrived, starts)) ?? []
    grant.opened = new Set([...(wasOpen && starts <= arrived ? grant.opened : []), ...holds])
  }
}

/** Where all removals of a gap are undone, what was open before it is open again. */
export function closeGaps(grant: Grant, isUndone: (cut: Cut) => boolean): void {
  const left = grant.gaps.map(({ cuts, opened }) => ({ cuts: cuts.filter((cut) => !isUndone(cut)), opened }))
  for (const { opened } of left.filter(({ cuts }) => cuts.length === 0)) {
    grant.opened = new Set([...grant.opened, ...opened])
  }
  grant.gaps = left.filter(({ cuts }) => cuts.length > 0)
}

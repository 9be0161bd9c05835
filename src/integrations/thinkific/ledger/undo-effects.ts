/** What an undo changes: each target that was acted on, as it was and as it is without the firings taken back. */
import type { Target } from '../actions'
import { type Customer, targetKey } from './customer'
import { derive } from './derive'
import { ENDLESS, NEVER } from './ends'
import type { Fate } from './fate'
import { type Contents, resolveAccess } from './grants'
import type { Act } from './ledger-event'
import { describeGiver } from './phrases'

/** `endless`, `longer`, `shorter`: it stays open, until another time. `none`: it was not open, and stays so. */
export type UndoChange = 'lost' | 'regained' | 'endless' | 'longer' | 'shorter' | 'kept' | 'none'

export interface UndoneTarget {
  target: Target
  change: UndoChange
  /** `given by Club (order 1) until June 10, 2026`: what gives the access that is open afterwards. */
  giver: string | null
}

interface Compared {
  before: Customer
  after: Customer
}

interface Viewpoint {
  marketplace: string
  zone?: string
  contents: Contents
  now: number
}

/** @param acts those taken back */
export function listUndoneTargets(
  { before, after }: Compared,
  acts: readonly Pick<Act, 'target'>[],
  { marketplace, zone, contents, now }: Viewpoint,
): UndoneTarget[] {
  const targets = new Map(acts.map(({ target }) => [targetKey(target), target]))
  return [...targets.values()].map((target) => {
    const [had, has] = [before, after].map((one) => resolveAccess(one, targetKey(target), contents, now))
    const [was, is] = [had?.end ?? NEVER, has?.end ?? NEVER]
    return {
      target,
      change: nameChange(was, is, now),
      giver: is > now && has?.by ? describeGiver(has.by, target, marketplace, zone) : null,
    }
  })
}

function nameChange(was: number, is: number, now: number): UndoChange {
  if (was > now && is > now) {
    return was === is ? 'kept' : is === ENDLESS ? 'endless' : is > was ? 'longer' : 'shorter'
  }
  return was > now ? 'lost' : is > now ? 'regained' : 'none'
}

/** Other entries that were overruled, and apply again. */
export function listFreed({ before, after }: Compared, marketplace: string): Act[] {
  const [was, is] = [derive(before), derive(after)]
  const isOverruled = (fate: Fate | undefined) => fate?.kind === 'overruled' || fate?.kind === 'yields'
  return after.history
    .filter((event) => event.marketplace === marketplace)
    .flatMap((event) =>
      event.acts.flatMap((act) => {
        const [then, fate] = [was, is].map((one) => one.fateOf(marketplace, act.firing))
        return isOverruled(then) && fate?.kind === 'stands' ? [act] : []
      }),
    )
}

/** Takes back what firings did: their acts are moved aside, and everything is derived again as if they had never been. */
import type { WithdrawnFiring } from '../../../model/instruction'
import { toTarget } from '../actions'
import { type Customer, targetKey } from './customer'
import { derive } from './derive'
import type { Act, LedgerEvent, WithdrawnAct } from './ledger-event'
import { withOpenedKnown } from './opened-courses'

interface Withdrawal {
  marketplace: string
  firings: readonly WithdrawnFiring[]
  /** The event of the undo. */
  by: string
}

/** The same customer where nothing was left to take back. */
export function withdrawActs(customer: Customer, { marketplace, firings, by }: Withdrawal): Customer {
  const ids = new Set(firings.flatMap(({ runs }) => runs))
  const gone: Act[] = []
  const history = customer.history.map((event) => {
    const own = event.marketplace === marketplace ? event.acts.filter(({ firing }) => ids.has(firing)) : []
    gone.push(...own)
    const kept = event.marketplace === marketplace ? withoutAwaited(event, firings) : event
    return own.length === 0 ? kept : moveAside(kept, own, by)
  })
  if (history.every((event, index) => event === customer.history[index])) {
    return customer
  }
  return derive(withOpenedKnown({ ...customer, history }, gone)).customer
}

/** As it was before an undo. */
export function restoreActs(customer: Customer, marketplace: string, by: string): Customer {
  const history = customer.history.map((event) => {
    const { withdrawn = [], ...rest } = event
    const [back, left] = [withdrawn.filter(isOf(by)), withdrawn.filter((act) => !isOf(by)(act))]
    return event.marketplace !== marketplace || back.length === 0
      ? event
      : {
          ...rest,
          acts: [...event.acts, ...back.map(({ withdrawnBy: _, ...act }) => act)],
          ...(left.length > 0 ? { withdrawn: left } : {}),
        }
  })
  return derive({ ...customer, history }).customer
}

export function listWithdrawn({ history }: Customer, marketplace: string, by: string): WithdrawnAct[] {
  return history
    .filter((event) => event.marketplace === marketplace)
    .flatMap(({ withdrawn = [] }) => withdrawn.filter(isOf(by)))
}

/** Its message may come once more, or have been under way. */
export function isWithdrawn({ history }: Customer, marketplace: string, firing: string): boolean {
  return history.some(
    (event) => event.marketplace === marketplace && event.withdrawn?.some((act) => act.firing === firing) === true,
  )
}

/** In force or withdrawn. */
export function isKnownAct(customer: Customer, marketplace: string, firing: string): boolean {
  const isOwn = (event: LedgerEvent) => event.marketplace === marketplace
  const isInForce = customer.history.filter(isOwn).some(({ acts }) => acts.some((act) => act.firing === firing))
  return isInForce || isWithdrawn(customer, marketplace, firing)
}

function isOf(by: string) {
  return ({ withdrawnBy }: WithdrawnAct) => withdrawnBy === by
}

function moveAside(event: LedgerEvent, acts: Act[], by: string): LedgerEvent {
  return {
    ...event,
    acts: event.acts.filter((act) => !acts.includes(act)),
    withdrawn: [...(event.withdrawn ?? []), ...acts.map((act) => ({ ...act, withdrawnBy: by }))],
  }
}

function withoutAwaited(event: LedgerEvent, firings: readonly WithdrawnFiring[]): LedgerEvent {
  const { awaited = [], ...rest } = event
  const ended = firings.filter((one) => one.event === event.event).map(({ target }) => targetKey(toTarget(target)))
  const left = awaited.filter((key) => !ended.includes(key))
  return left.length === awaited.length ? event : left.length === 0 ? rest : { ...rest, awaited: left }
}

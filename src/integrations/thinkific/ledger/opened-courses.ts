/** A bundle's grant remembers which courses it opened: what leaves the bundle later is still its own to close. */
import { type Customer, type TargetKey, targetKey } from './customer'
import { derive } from './derive'
import type { Act, LedgerEvent } from './ledger-event'

/** `only`: the bundle was closed until now; `unless known`: what it contains must do for grants of which nothing is known. */
type Mode = 'add' | 'only' | 'unless known'

/** @param courses what the bundle contains as it is opened */
export function withOpened(
  customer: Customer,
  bundle: TargetKey,
  courses: readonly string[] | undefined,
  mode: Mode,
): Customer {
  return withActs(customer, (act) =>
    act.does === 'create' && targetKey(act.target) === bundle ? join(act.opened, courses, mode) : act.opened,
  )
}

/** A firing that found its bundle open grants what the bundle contains now. */
export function withOpenedBy(
  customer: Customer,
  { marketplace, firing }: { marketplace: string; firing: string },
  courses: readonly string[] | undefined,
): Customer {
  return withActs(customer, (act, event) =>
    event.marketplace === marketplace && act.firing === firing ? join(act.opened, courses, 'unless known') : act.opened,
  )
}

function join(known: string[] | undefined, courses: readonly string[] | undefined, mode: Mode): string[] | undefined {
  if (courses === undefined || (mode === 'unless known' && known !== undefined)) {
    return known
  }
  return mode === 'add' ? [...new Set([...(known ?? []), ...courses])] : [...courses]
}

function withActs(customer: Customer, openedBy: (act: Act, event: LedgerEvent) => string[] | undefined): Customer {
  let isSame = true
  const history = customer.history.map((event) => ({
    ...event,
    acts: event.acts.map((act) => {
      const opened = openedBy(act, event)
      if (opened === undefined || JSON.stringify(opened) === JSON.stringify(act.opened)) {
        return act
      }
      isSame = false
      return { ...act, opened }
    }),
  }))
  return isSame ? customer : derive({ ...customer, history }).customer
}

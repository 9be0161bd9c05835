/** A bundle's grant remembers which courses it opened: what leaves the bundle later is still its own to close. */
import { type Customer, type TargetKey, targetKey } from './customer'

/** @param mode `unless known`: for grants of which nothing is known yet, what the bundle holds now must do */
export function withOpened(
  customer: Customer,
  bundle: TargetKey,
  courses: readonly string[] | undefined,
  mode: 'add' | 'unless known' = 'add',
): Customer {
  if (courses === undefined) {
    return customer
  }
  const isMissing = (opened: readonly string[] | undefined) =>
    mode === 'add' ? courses.some((course) => !opened?.includes(course)) : opened === undefined
  const isAbout = (act: Customer['history'][number]['acts'][number]) =>
    act.does === 'create' && targetKey(act.target) === bundle && isMissing(act.opened)
  if (!customer.history.some(({ acts }) => acts.some(isAbout))) {
    return customer
  }
  const history = customer.history.map((event) => ({
    ...event,
    acts: event.acts.map((act) =>
      isAbout(act) ? { ...act, opened: [...new Set([...(act.opened ?? []), ...courses])] } : act,
    ),
  }))
  const purchases = customer.purchases.map((purchase) => {
    const claim = purchase.claims[bundle]
    if (claim?.create == null) {
      return purchase
    }
    const opened = [...new Set([...claim.opened, ...(mode === 'add' || claim.opened.length === 0 ? courses : [])])]
    return { ...purchase, claims: { ...purchase.claims, [bundle]: { ...claim, opened } } }
  })
  return { ...customer, history, purchases }
}

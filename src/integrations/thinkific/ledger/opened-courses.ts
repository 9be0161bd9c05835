/** A bundle's grant remembers which courses it opened: what leaves the bundle later is still its own to close. */
import { type Customer, courseKey, type TargetKey, targetKey } from './customer'
import { derive } from './derive'
import type { Contents } from './grants'
import type { Act, LedgerEvent, Opening } from './ledger-event'
import { joinOpening, listOpenings } from './openings'

interface CoursesRead {
  /** What the bundle contains; undefined where that is not known. */
  courses: readonly string[] | undefined
  /** Epoch ms: what begins later opens nothing yet. */
  now: number
}

export function withOpened(
  customer: Customer,
  bundle: TargetKey,
  { courses, now }: CoursesRead,
  mode: Parameters<typeof joinOpening>[2],
): Customer {
  const opens = ({ does, target }: Act) => does === 'create' && targetKey(target) === bundle
  if (courses === undefined || !customer.history.some(({ acts }) => acts.some(opens))) {
    return customer
  }
  const { customer: derived, purchaseOf } = derive(customer)
  const claims = new Map(derived.purchases.map((one) => [one.id, one.claims[bundle]]))
  return withOpenings(customer, (event, act) => {
    const since = claims.get(purchaseOf(event) ?? '')?.openSince ?? event.at
    const isBegun = opens(act) && since <= now
    return isBegun ? joinOpening(listOpenings(act, event.at), { since, courses: [...courses] }, mode) : null
  })
}

/** With what the acts of another state of the same customer have opened. */
export function withOpeningsOf(customer: Customer, other: Customer): Customer {
  const known = new Map(
    other.history.flatMap(({ marketplace, acts }) =>
      acts.map(({ firing, openings }) => [`${marketplace}~${firing}`, openings] as const),
    ),
  )
  return withOpenings(customer, ({ marketplace }, act) => {
    const openings = known.get(`${marketplace}~${act.firing}`)
    return openings === undefined || JSON.stringify(openings) === JSON.stringify(act.openings) ? null : openings
  })
}

/** What bundles opened stays known course by course: of one that has left its bundle, nothing else would tell. */
export function withOpenedKnown(customer: Customer, acts: Act[]): Customer {
  const opened = acts.flatMap((act) => {
    const through = customer.known[targetKey(act.target)]
    const courses = listOpenings(act, 0).flatMap((one) => one.courses)
    return through === undefined ? [] : courses.map((id) => [courseKey(id), { ...through, id: null }] as const)
  })
  return { ...customer, known: { ...Object.fromEntries(opened), ...customer.known } }
}

/** Gives courses the dates of every bundle we wrote since, because a bundle that nothing gives is not looked at again. */
export function withKnownBundleDates(customer: Customer, contents: Contents): Customer {
  const known = Object.keys(customer.known) as TargetKey[]
  return withBundleDates(
    customer,
    known.filter((key) => key.startsWith('bundle:')),
    contents,
  )
}

/** Once a bundle's call was made, its courses have the bundle's dates, also where the bundle is no longer looked at. */
export function withBundleDates(customer: Customer, bundles: TargetKey[], contents: Contents): Customer {
  const dated = bundles.flatMap((key) => {
    const through = customer.known[key]
    const courses = contents[key.slice('bundle:'.length)] ?? []
    return courses.flatMap((id) => {
      const own = customer.known[courseKey(id)]
      const isNewer = own !== undefined && through !== undefined && through.order > own.order
      const isApplied = through?.queuedAt === undefined && through?.end !== 0
      return isNewer && isApplied ? [[courseKey(id), { ...through, id: own.id }] as const] : []
    })
  })
  return dated.length === 0 ? customer : { ...customer, known: { ...customer.known, ...Object.fromEntries(dated) } }
}

/** @param find an act's openings; null where they stay */
function withOpenings(customer: Customer, find: (event: LedgerEvent, act: Act) => Opening[] | null): Customer {
  let isSame = true
  const history = customer.history.map((event) => ({
    ...event,
    acts: event.acts.map((act) => {
      const openings = find(event, act)
      if (openings === null) {
        return act
      }
      isSame = false
      const { opened: _, ...rest } = act
      return { ...rest, openings }
    }),
  }))
  return isSame ? customer : derive({ ...customer, history }).customer
}

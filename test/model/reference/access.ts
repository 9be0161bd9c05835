/** Who is in which course and until when, once everything is known. */
import { dayOf, daysBetween } from './calendar'
import { isRestart } from './dunning'
import { standing } from './endings'
import { endOfAccess, NEVER, zoneFor } from './ends'
import { compareFacts } from './event-order'
import type { Basis, FoundState, Grant, Ledger } from './grants'
import { isPayment, type Purchase } from './purchase'
import { type AccessTarget, type Fact, type Instant, targetKey, valueAt, type World } from './terms'

export type Access = Map<string, Map<string, Instant>>

/** @param now only what is open then is listed */
export function accessOf(ledger: Ledger, world: World, now: Instant): Access {
  const access: Access = new Map()
  const give = (email: string, course: string, end: Instant) => {
    if (end > now) {
      const own = access.get(email) ?? new Map<string, Instant>()
      access.set(email, own.set(course, Math.max(end, own.get(course) ?? 0)))
    }
  }
  for (const grant of ledger.grants.filter(({ purchase }) => !purchase.test)) {
    for (const course of coursesOf(grant, world, now)) {
      give(grant.purchase.email, course, endIn(grant, course, ledger, world, now))
    }
  }
  for (const state of ledger.found) {
    for (const course of state.found.courses) {
      give(state.found.email, course, endOfFound(state, course, ledger, world, now))
    }
  }
  for (const grant of ledger.grants.filter(({ purchase }) => purchase.test)) {
    for (const course of coursesOf(grant, world, now)) {
      if (!isMetByReal(grant, course, ledger, world, now)) {
        give(grant.purchase.email, course, endOfTest(grant, course, ledger, world, now))
      }
    }
  }
  return access
}

/** "Reaches what it opened and what the bundle holds now". */
function coursesOf({ target, bases, opened }: Grant, world: World, now: Instant): string[] {
  if (bases.length === 0) {
    return []
  }
  return target.kind === 'course'
    ? [target.id]
    : [...new Set([...opened, ...(valueAt(world.bundles[target.id], now) ?? [])])]
}

function endIn(grant: Grant, course: string, ledger: Ledger, world: World, now: Instant): Instant {
  const cuts = grant.cuts.filter((cut) => cut.course === null || cut.course === course)
  const started = grant.bases.some(({ start }) => start <= now)
  return started ? Math.min(endOf(grant, null, ledger, world), ...cuts.map(({ end }) => end)) : 0
}

/** @param until only bases before this fact count, but every ending */
export function endOf(
  { bases, endings, purchase, target }: Grant,
  until: Fact | null,
  ledger: Ledger,
  world: World,
): Instant {
  const counted = until === null ? bases : bases.filter(({ fact }) => compareFacts(fact, until) < 0)
  const ends = counted.map((basis) => {
    const added = basis.adds && basis.terms.lasts.kind === 'days' ? daysLeft(basis, purchase, target, ledger, world) : 0
    return endOfAccess(basis.terms, basis.fact, basis.from, added, world)
  })
  return Math.min(Math.max(0, ...ends), ...endings.map(({ end }) => end))
}

/** "A new purchase adds the days left, on its day, by the customer's other purchases of the same target." */
function daysLeft({ fact }: Basis, purchase: Purchase, target: AccessTarget, ledger: Ledger, world: World): number {
  const zone = zoneFor(fact, world)
  const others = ledger.grants.filter(
    (other) =>
      other.purchase !== purchase &&
      other.purchase.email === purchase.email &&
      other.purchase.marketplace === purchase.marketplace &&
      other.purchase.test === purchase.test &&
      targetKey(other.target) === targetKey(target) &&
      !other.cuts.some(({ course }) => course === null) &&
      !isMoneyGone(other.purchase, world),
  )
  const left = others.map((other) => {
    const isStanding = (basis: Basis) => !other.past.some((cut) => compareFacts(cut.fact, basis.fact) > 0)
    const end = endOf({ ...other, bases: other.bases.filter(isStanding) }, fact, ledger, world)
    return end === NEVER ? NEVER : end <= fact.at ? 0 : daysBetween(dayOf(fact.at, zone), dayOf(end - 1, zone))
  })
  return Math.max(0, ...left)
}

function isMoneyGone(purchase: Purchase, { failures }: World): boolean {
  return standing(purchase, failures).some(
    ({ fact }) => fact.type === 'product.refunded' || fact.type === 'product.disputed',
  )
}

/** Access found belongs to the purchase at hand as soon as any of its events qualifies; else it belongs to none. */
function endOfFound(
  { found, cuts }: FoundState,
  course: string,
  { grants }: Ledger,
  world: World,
  now: Instant,
): Instant {
  if (found.activatedAt > now) {
    return 0
  }
  const reaching = grants.filter(
    (grant) => grant.purchase.email === found.email && !grant.purchase.test && reaches(grant, course, world, now),
  )
  const owners = reaching
    .flatMap((grant) => grant.bases.slice(0, 1).map(({ fact }) => ({ ...grant, first: fact })))
    .filter(({ purchase }) => qualifies(purchase, found.activatedAt))
    .sort((one, other) => compareFacts(one.first, other.first))
  // An ending of a purchase that the ledger does not know: no create of it gave anything.
  const strangers = reaching.filter(
    ({ bases, target }) =>
      bases.length === 0 && (target.kind === 'course' || targetKey(target) === targetKey(found.target)),
  )
  const ends = [...owners.slice(0, 1), ...strangers].flatMap(({ endings }) =>
    endings.filter(({ fact }) => owners.length > 0 || fact.at >= found.activatedAt).map(({ end }) => end),
  )
  const cut = cuts.filter((one) => one.course === null || one.course === course).map(({ end }) => end)
  return Math.min(found.until ?? NEVER, ...ends, ...cut)
}

function reaches({ target, opened }: Grant, course: string, world: World, now: Instant): boolean {
  if (target.kind === 'course') {
    return target.id === course
  }
  return opened.has(course) || (valueAt(world.bundles[target.id], now) ?? []).includes(course)
}

function qualifies({ facts }: Purchase, activatedAt: Instant): boolean {
  return facts.some(
    (fact) => activatedAt >= fact.at || isRestart(fact) || (isPayment(fact) && fact.type !== 'product.purchased'),
  )
}

/** A test's grant keeps no customer in: where a real one was open then or later, that decides. */
function isMetByReal(grant: Grant, course: string, ledger: Ledger, world: World, now: Instant): boolean {
  return realGrants(grant, ledger).some(
    (one) =>
      reaches(one, course, world, now) &&
      one.bases.length > 0 &&
      endIn(one, course, ledger, world, now) > givenBy(grant).at,
  )
}

/** A real ending ends what a test gave before. */
function endOfTest(grant: Grant, course: string, ledger: Ledger, world: World, now: Instant): Instant {
  const own = targetKey(grant.target)
  const endings = realGrants(grant, ledger)
    .filter((one) => targetKey(one.target) === own || reaches(one, course, world, now))
    .flatMap((one) => one.endings)
  const since = endings.filter(({ fact }) => compareFacts(fact, givenBy(grant)) > 0).map(({ end }) => end)
  return Math.min(endIn(grant, course, ledger, world, now), ...since)
}

/** Its last purchase, else what gave it first. */
function givenBy({ bases }: Grant): Fact {
  const facts = bases.map(({ fact }) => fact).sort(compareFacts)
  const given = facts.findLast(({ type }) => type === 'product.purchased') ?? facts[0]
  if (given === undefined) {
    throw new Error('a grant that nothing gave')
  }
  return given
}

function realGrants({ purchase: { email } }: Grant, { grants }: Ledger): Grant[] {
  return grants.filter((one) => !one.purchase.test && one.purchase.email === email)
}

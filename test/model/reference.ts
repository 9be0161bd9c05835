/**
 * The reference model: who may be in which course, and until when, from section 6 of the design alone. It sees the set
 * of everything reported and works it out in order of happening, so that no order of arrival can show in its answer.
 * Where the text leaves two readings it takes the one that keeps a payer in; reference/readings.md lists those.
 */
import { accessOf } from './reference/access'
import { actsOf } from './reference/acts'
import { attribute } from './reference/attribution'
import { decide, matching } from './reference/decision'
import { type Fired, fireAll } from './reference/dunning'
import { NEVER } from './reference/ends'
import { factsOf } from './reference/facts'
import { walk } from './reference/grants'
import type { Purchase } from './reference/purchase'
import { type Fact, type Instant, type Report, type Verdict, valueAt, type World } from './reference/terms'

export function judge(reports: Report[], world: World, now: Instant): Verdict {
  const facts = factsOf(reports)
  const triggers = fireAll(facts, world.failures)
  const { purchases, unclear } = attribute(facts, world, (fact, known, at) => isIn(fact, known, world, triggers, at))
  const access = accessAt(purchases, world, triggers, now)
  const holders = purchases.flatMap(({ email, facts }) => facts.map(({ key }) => [key, email] as const))
  return {
    access: new Map(
      [...access].map(([email, courses]) => [
        email,
        new Map([...courses].map(([course, end]) => [course, end === NEVER ? null : end])),
      ]),
    ),
    unclear: unclear.map(({ key }) => key).sort(),
    holders: new Map(holders),
  }
}

function accessAt(purchases: Purchase[], world: World, triggers: Fired, now: Instant) {
  return accessOf(walk(actsOf(purchases, world, triggers), world), world, now)
}

/** Whether an event's email is in any target of the rules that the event fires. */
function isIn(fact: Fact, purchases: Purchase[], world: World, triggers: Fired, at: Instant): boolean {
  const fired = triggers.get(fact) ?? []
  const rules = decide(matching(world.rules, fact.report.marketplace, fact.product, fired), fact.report.test, () => ({
    start: 0,
    end: 0,
  }))
  const own = accessAt(
    purchases.filter(({ facts }) => facts.length > 0),
    world,
    triggers,
    at,
  ).get(fact.email)
  return rules.some(({ target }) => {
    const courses = target.kind === 'course' ? [target.id] : (valueAt(world.bundles[target.id], at) ?? [])
    return courses.some((course) => own?.has(course))
  })
}

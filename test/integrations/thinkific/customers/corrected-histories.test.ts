/**
 * A purchase whose email was corrected midway, once or several times, ends as if all of it had been reported under the right
 * one; and what the old email's owner buys ends as if the corrected purchase had never been theirs.
 */
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { seed, sized } from '../../../depth'
import { type Academy, academy, type EventSpec, HOUR, PIANO, START } from '../academy'
import { ADA, ADDA, BYRON, correct } from './correct'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const CORRECTIONS = [
  [ADDA, ADA],
  [ADDA, ADA, BYRON],
  [ADDA, ADA, ADDA, ADA],
]
const DAYS = { options: { accessDays: 30 } } as const
const LATER: EventSpec[] = [
  { trigger: 'subscription.charged', ...DAYS },
  { trigger: 'subscription.charge_failed', does: 'expire' },
  { trigger: 'subscription.canceled', does: 'expire' },
  { trigger: 'subscription.restarted', ...DAYS },
  { trigger: 'product.refunded', does: 'expire' },
  { trigger: 'product.refunded', type: 'product.disputed', does: 'expire' },
]

type Numbers = () => number
interface Arrival {
  spec: EventSpec
  isOwn: boolean
  /** When it arrives, in hours after the start. */
  place: number
}

describe('Histories with a corrected email', () => {
  test('end as if they had been right from the start', async () => {
    const history = fc.asyncProperty(fc.gen(), (g) => checkHistory(() => g(fc.nat, { max: 999 }) / 1_000))
    await fc.assert(history, { numRuns: sized(16, 400), ...seed(11) })
  })
})

async function checkHistory(next: Numbers): Promise<void> {
  const emails = pick(next, CORRECTIONS)
  const right = emails.at(-1) ?? ADA
  const main = listEvents(next, 'o', 0).map((spec) => ({ spec, isOwn: false, place: (spec.at ?? 0) + late(next) }))
  const cut = pick(next, main).place
  const own = listEvents(next, 'w', cut + 1).map((spec) => ({ spec, isOwn: true, place: (spec.at ?? 0) + late(next) }))
  const arrivals = [...main, ...own].sort((one, other) => one.place - other.place)
  const named = new Map(main.map((one) => [one, one.place <= cut ? ADDA : pick(next, emails)]))
  const end = Math.max(...arrivals.map(({ place, spec }) => Math.max(place, spec.at ?? 0))) + 1

  const shop = await academy()
  const before = arrivals.filter(({ place }) => place <= cut)
  await send(shop, before, (one) => named.get(one) ?? ADDA)
  for (const [index, to] of emails.slice(1).entries()) {
    await correct(shop, { from: emails[index] ?? ADDA, to, at: cut, purchase: { order: 'o1', subscription: 's-o' } })
  }
  await send(shop, arrivals.slice(before.length), (one) => named.get(one) ?? ADDA)
  const got = [ADDA, ADA, BYRON].map((email) => [email, readAt(shop, email, end)])

  const alone = await academy()
  await send(alone, arrivals, ({ isOwn }) => (isOwn ? ADDA : right))
  expect(got).toEqual([ADDA, ADA, BYRON].map((email) => [email, readAt(alone, email, end)]))
  vi.useRealTimers()
}

async function send(shop: Academy, arrivals: Arrival[], emailOf: (one: Arrival) => string): Promise<void> {
  for (const one of arrivals) {
    vi.setSystemTime(Math.max(Date.now(), START + one.place * HOUR))
    await shop.receive({ ...one.spec, email: emailOf(one) })
  }
}

function readAt(shop: Academy, email: string, hour: number) {
  vi.setSystemTime(START + hour * HOUR)
  return shop.has(PIANO, email)
}

/** A sale, and what came of it: also orders under its subscription, and the sale reported again or imported. */
function listEvents(next: Numbers, tag: string, from: number): EventSpec[] {
  const ids = { order: `${tag}1`, subscription: `s-${tag}` }
  const sale: EventSpec = { ...ids, ...DAYS, at: from, event: `${tag}-sale` }
  let at = from
  const later = Array.from({ length: 2 + Math.floor(next() * 5) }, (_, index): EventSpec => {
    at += 1 + Math.floor(next() * 400)
    const event = `${tag}-${index}`
    const again: EventSpec[] = [
      { ...sale, event, at },
      { ...sale, event, origin: 'import' },
      { ...sale, event, at, order: event },
    ]
    const named = pick(next, [ids, { ...ids, order: null }])
    return next() < 0.3 ? pick(next, again) : { ...pick(next, LATER), ...named, event, at }
  })
  return [sale, ...later]
}

function late(next: Numbers): number {
  return next() < 0.2 ? next() * 1_000 : 0
}

function pick<One>(next: Numbers, all: readonly One[]): One {
  return all[Math.floor(next() * all.length)] as One
}

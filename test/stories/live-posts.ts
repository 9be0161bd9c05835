/** Posts as senders write them, understood, dispatched and settled: who is in at Thinkific in the end. */
import type { Format } from '../../src/intake/formats/format'
import type { MarketEvent } from '../../src/model/event'
import { toEvent } from '../intake/understanding'
import { Clock } from '../model/clock'
import { KEY } from '../model/object'
import { Product } from '../model/product'
import { toRule } from '../model/reference/as-product'
import { at, worldOf } from '../model/reference/script'
import type { RuleTerms } from '../model/reference/terms'
import { SITE } from '../model/setups'
import { createSimulator } from '../simulator/simulator'

/** A body, in its sender's format, on a day. */
export type Post = [format: Format, day: number, body: unknown]

export interface Ending {
  /** A line a course: `ada@example.com 101`. */
  access: string[]
  /** What each event ignored of its body. */
  ignored: string[][]
  /** Outcomes in the order in which the firings arose. */
  outcomes: string[]
}

export async function livePosts(rules: RuleTerms[], posts: Post[]): Promise<Ending> {
  const events = await Promise.all(
    posts.map(async ([format, day, body]) => arriving(await toEvent(format, body), at(day))),
  )
  const clock = new Clock(at(-1))
  const giveBack = clock.takeCharge(1)
  try {
    const sleep = (ms: number) => new Promise<void>((done) => void clock.at(clock.now + ms, done))
    const simulator = createSimulator({ now: () => clock.now, sleep })
    const academy = simulator.addSite({ subdomain: SITE, apiKey: KEY })
    for (const id of ['101', '102']) {
      academy.addCourse({ id: Number(id), name: id })
    }
    const product = new Product(
      { rules: worldOf({ rules, events: [], right: [] }).rules.map(toRule), mishaps: [] },
      simulator,
      clock,
    )
    for (const event of events) {
      product.arrives(event, event.receivedAt)
    }
    await clock.quiet()
    const open = [...academy.data.users.values()].flatMap(({ email }) =>
      academy
        .access(email)
        .filter(({ until }) => until === null || until > clock.now)
        .map(({ courseId }) => `${email} ${courseId}`),
    )
    const outcomes = product.fired.map(({ settling }) => (settling?.final ? settling.outcome : 'waiting'))
    return { access: open.sort(), ignored: events.map(({ ignored = [] }) => ignored), outcomes }
  } finally {
    giveBack()
  }
}

function arriving(event: MarketEvent, receivedAt: number): MarketEvent {
  return { ...event, marketplace: 'm1', happenedAt: receivedAt, receivedAt }
}

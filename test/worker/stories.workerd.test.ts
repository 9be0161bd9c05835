/** What happened to real merchants, posted to the whole Worker: the real queue and objects end it as it should have. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { refreshCatalog } from '../../src/integrations/commands'
import type { LogRow } from '../../src/journal/queries'
import { toEnd } from '../model/reference/as-product'
import { type Details, type Line, type Script, TYPES } from '../model/reference/script'
import type { RuleTerms } from '../model/reference/terms'
import type { Simulator } from '../simulator/simulator'
import { STORIES } from '../stories'
import { ENTRIES } from '../stories/entries'
import { Shop, thinkific } from './shop'

const DAY_MS = 86_400_000
/** The hour of the day at which stories begin. */
const NINE_MS = 9 * 3_600_000
/** The hour at which they run: late enough for all of their last day, and before its end. */
const EIGHT_IN_THE_EVENING_MS = 20 * 3_600_000
const PATIENCE = { timeout: 8_000, interval: 50 }
const COURSES = ['101', '102', '103']

let simulator: Simulator
let shop: Shop
/** By how much the clock is ahead of the machine's. */
let later = 0

beforeAll(async () => {
  const now = Date.now
  later = (EIGHT_IN_THE_EVENING_MS - (now() % DAY_MS) + DAY_MS) % DAY_MS
  vi.spyOn(Date, 'now').mockImplementation(() => now() + later)
  simulator = await thinkific()
  for (const id of COURSES) {
    simulator.site('academy').addCourse({ id: Number(id), name: `Course ${id}` })
  }
  shop = await new Shop().open(['academy'], 1_000)
})

/** A story about a fixed date needs a clock of its own; the model runs those. */
const RUNNABLE = Object.entries(STORIES).filter(([, { rules }]) =>
  rules.every(({ lasts, starts }) => lasts.kind !== 'until' && starts.kind !== 'on'),
)

describe('Stories', () => {
  test.each(RUNNABLE)('%s', async (name, script) => {
    const story = new StoryRun(name, script)
    await story.live()
    await vi.waitFor(async () => {
      expect({ access: story.access(), entry: await story.lastEntry() }).toEqual({
        access: script.right,
        entry: ENTRIES[name],
      })
    }, PATIENCE)
  })
})

/** A story as one shop's own: products, emails, bundles and days of which no other story knows. */
class StoryRun {
  readonly #script: Script
  readonly #name: string
  /** Nine in the morning of its first day, so that all of it has happened by now. */
  readonly #begins: number

  constructor(name: string, script: Script) {
    this.#name = name.replaceAll(/[^a-z]+/gi, '-').toLowerCase()
    this.#script = script
    const last = Math.max(...script.events.map(([, day]) => day))
    this.#begins = Math.floor((Date.now() - NINE_MS - last * DAY_MS) / DAY_MS) * DAY_MS + NINE_MS
  }

  async live(): Promise<void> {
    const { events, rules, bundles = {} } = this.#script
    const site = simulator.site('academy')
    for (const [id, [first]] of Object.entries(bundles)) {
      site.addBundle({ id: this.#bundle(id), name: 'Club', courseIds: first?.slice(1).map(Number) ?? [] })
    }
    for (const rule of rules) {
      await this.#add(rule)
    }
    if (Object.keys(bundles).length > 0) {
      await readCatalog()
    }
    let since = Number.NEGATIVE_INFINITY
    for (const [index, line] of events.entries()) {
      for (const [id, over] of Object.entries(bundles)) {
        const change = over.find(([day]) => day > since && day <= line[1] && since !== Number.NEGATIVE_INFINITY)
        if (change !== undefined) {
          site.setBundleCourses(this.#bundle(id), change.slice(1).map(Number))
          // One reading of a bundle is good for a minute.
          later += 90_000
        }
      }
      since = line[1]
      await this.#post(line, this.#eventId(index))
    }
  }

  access(): string[] {
    const people = [...new Set(this.#script.events.map(([, , details]) => details?.email ?? 'ada'))]
    const access = people.flatMap((email) =>
      simulator
        .site('academy')
        .access(this.#email(email))
        .filter(({ until }) => until === null || until > Date.now())
        .map(({ courseId, until }) => `${email} ${courseId}${this.#describeEnd(until)}`),
    )
    return access.sort()
  }

  /** Of its last event, without what differs from day to day. */
  async lastEntry(): Promise<string | undefined> {
    const { rows } = await shop.journal.log({ limit: 1000 })
    const said = rows.find(({ event }) => event === this.#eventId(this.#script.events.length - 1))
    return said && `${said.outcome}: ${toTimeless(said.sentence)}`
  }

  async #post([word, day, details = {}]: Line, id: string): Promise<void> {
    await shop.send(TYPES[word], this.#data(details), { id, at: this.#begins + Math.round(day * DAY_MS) })
    await vi.waitFor(async () => {
      const { rows, waiting } = await shop.journal.log({ limit: 1000 })
      const isIn = (all: LogRow[]) => all.some(({ event }) => event === id)
      expect([isIn(rows), isIn(waiting)]).toEqual([true, false])
    }, PATIENCE)
  }

  #eventId(index: number): string {
    return `${this.#name}-${index}`
  }

  #data({ o, s, p, product = 'A', email = 'ada', period, attempts, test: isTest }: Details): Record<string, unknown> {
    const periodEnd = period === undefined ? null : new Date(this.#begins + period * DAY_MS).toISOString()
    return {
      ...(isTest ? { test: true } : {}),
      customer: { email: this.#email(email), first_name: 'Ada', last_name: 'Byron' },
      items: [product]
        .flat()
        .map((id) => ({ product_id: this.#product(id), product_name: id === 'A' ? 'Gold' : 'Silver' })),
      ...(o === undefined ? {} : { order: { id: o } }),
      ...(s === undefined ? {} : { subscription: { id: s, failed_attempts: attempts ?? 0, period_end: periodEnd } }),
      ...(p === undefined ? {} : { payment: { id: p } }),
    }
  }

  async #add({ product, trigger, verb, target: { kind, id }, lasts, ends }: RuleTerms): Promise<void> {
    const target = kind === 'course' ? Number(id) : this.#bundle(id)
    const accessDays = lasts.kind === 'days' ? lasts.days : null
    await shop.rule(this.#product(product), trigger, `${verb}_${kind}`, target, { accessDays, end: toEnd(ends) })
  }

  #product(id: string): string {
    return `${this.#name}${id}`
  }

  #email(who: string): string {
    return `${who}.${this.#name}@example.com`
  }

  #bundle(id: string): number {
    return 7_000 + Object.keys(STORIES).findIndex((name) => STORIES[name] === this.#script) * 10 + Number(id.slice(1))
  }

  #describeEnd(until: number | null): string {
    return until === null ? '' : ` to day ${Math.ceil((until - (this.#begins - NINE_MS)) / DAY_MS) - 1}`
  }
}

function toTimeless(sentence: string): string {
  return sentence
    .replaceAll(/\b[A-Z][a-z]+ \d{1,2}, \d{4}\b/g, 'the day')
    .replaceAll(/Target 1\d\d\b/g, 'the course')
    .replaceAll(/Target 7\d\d\d\b/g, 'the bundle')
}

/** So that what a bundle held is known once it changes. */
async function readCatalog(): Promise<void> {
  const { marketplace } = shop
  const integration = shop.integration('academy')
  await refreshCatalog(env, { marketplace, person: { id: 'p1', name: 'Ada', email: 'owner@example.com' } }, integration)
  const site = env.THINKIFIC_SITE.getByName('academy')
  await vi.waitFor(
    async () => expect(await site.refreshProgress(integration)).toMatchObject({ state: 'done' }),
    PATIENCE,
  )
}

/**
 * A shop, its events and a Thinkific site, around the very parts the site's object is made of: the real ledger, steps,
 * tables, pace and client against the simulator, in virtual time, without workerd.
 */
import { vi } from 'vitest'
import type { Target } from '../../../src/integrations/thinkific/actions'
import { eraseFromSite, forgetMarketplace } from '../../../src/integrations/thinkific/customers/erasure'
import { recordNotes } from '../../../src/integrations/thinkific/firing/notes'
import { JobSettler } from '../../../src/integrations/thinkific/firing/settle-jobs'
import { foresee } from '../../../src/integrations/thinkific/foresight/foresee'
import { SiteAlarm } from '../../../src/integrations/thinkific/object/alarm'
import type { SitePorts } from '../../../src/integrations/thinkific/site/ports'
import { Site } from '../../../src/integrations/thinkific/site/site'
import type { IntegrationAccess, ThinkificJob } from '../../../src/integrations/thinkific/thinkific-job'
import { comparableEmail } from '../../../src/model/email'
import { type EventType, mainTrigger } from '../../../src/model/event-type'
import type { Firing } from '../../../src/model/firing'
import { type Note, type NoteEffect, toJobInstruction } from '../../../src/model/firing-job'
import type { Settling } from '../../../src/model/outcome'
import { PLAIN_OPTIONS, type Rule, type RuleOptions } from '../../../src/model/rule'
import type { Trigger } from '../../../src/model/trigger'
import { isListening } from '../../../src/rules/match'
import { seal } from '../../../src/secrets/sealing'
import { cryptography, nextAnswer } from '../../cryptography'
import type { Call } from '../../simulator/calls.ts'
import { createSimulator } from '../../simulator/simulator.ts'
import type { Switches } from '../../simulator/switches.ts'
import { persistentStorage } from './storage'

export const KEYS = 'k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
export const START = Date.UTC(2026, 4, 1, 12)
export const HOUR = 3_600_000
export const DAY = 24 * HOUR
const API = 'http://thinkific.test/api/public/v1'
const API_KEY = '0123456789abcdef0123456789abcdef'

/** The last second of a day, in hours after the start, as `has` says it. */
export function endOfDay(day: number): number {
  return (day * DAY + 12 * HOUR - 1_000) / HOUR
}

export const PIANO: Target = { kind: 'course', id: '101', name: 'Piano 101' }
export const VIOLIN: Target = { kind: 'course', id: '102', name: 'Violin 102' }
export const CELLO: Target = { kind: 'course', id: '103', name: 'Cello 103' }
/** Piano and Violin. */
export const DUO: Target = { kind: 'bundle', id: '201', name: 'Duo' }
/** Violin and Cello. */
export const STRINGS: Target = { kind: 'bundle', id: '202', name: 'Strings' }

/** What happened, in a test's words; what is left out is plain. */
export interface EventSpec {
  trigger?: Trigger
  /** What the event is, where it is not the trigger's own. */
  type?: EventType
  payments?: string[]
  zone?: string
  delinquent?: boolean
  does?: 'create' | 'expire'
  target?: Target
  /** Hours after the start; the event arrives then. */
  at?: number
  email?: string
  firstName?: string | null
  lastName?: string | null
  product?: string
  order?: string | null
  subscription?: string | null
  periodEnd?: number | null
  options?: Partial<RuleOptions>
  test?: boolean
  event?: string
  n?: number
  origin?: ThinkificJob['origin']
  fields?: Record<string, string>
  marketplace?: string
  impliedBy?: string | null
}

export type Academy = Awaited<ReturnType<typeof academy>>

/** Opens one. `switches`: how this Thinkific behaves where that is undocumented. */
export async function academy(switches: Partial<Switches> = {}, requestsPerMinute = 1_000) {
  vi.useFakeTimers({ now: START, toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  const simulator = createSimulator({ now: Date.now })
  const owner = simulator.addSite({ subdomain: 'academy', apiKey: API_KEY, switches, requestsPerMinute })
  for (const { id, name } of [PIANO, VIOLIN, CELLO]) {
    owner.addCourse({ id: Number(id), name })
  }
  owner.addBundle({ id: Number(DUO.id), name: DUO.name, courseIds: [101, 102] })
  owner.addBundle({ id: Number(STRINGS.id), name: STRINGS.name, courseIds: [102, 103] })
  vi.spyOn(globalThis, 'fetch').mockImplementation(simulator.fetch as typeof fetch)
  const kept = persistentStorage()
  const released: string[] = []
  const problems: (string | null)[] = []
  const effects: NoteEffect[] = []
  const rules: Rule[] = []
  const ports = createPorts(released, problems, effects, rules)
  const accesses = new Map<string, IntegrationAccess>()
  const accessFor = async (marketplace: string) => {
    const known = accesses.get(marketplace)
    if (known !== undefined) {
      return known
    }
    const id = `integration-${marketplace}`
    const sealedCredential = await seal(KEYS, `integration:${marketplace}:${id}`, API_KEY)
    const access: IntegrationAccess = {
      id,
      name: 'Academy',
      marketplace,
      site: 'academy',
      scheme: 'api_key',
      sealedCredential,
      requestsPerMinute,
      siteWelcome: false,
    }
    accesses.set(marketplace, access)
    return access
  }
  let storage = kept.storage()
  let site = new Site(storage, ports)
  let runs = new JobSettler(site)
  let events = 0

  const job = async (spec: EventSpec): Promise<ThinkificJob> => {
    events += 1
    const made = `event-${String(events).padStart(4, '0')}`
    return buildJob(spec, await accessFor(spec.marketplace ?? 'shop'), made)
  }
  /** The queue: brings a firing back at its own second until it is final, at most this many times. */
  const settled = async (given: ThinkificJob, trips = 60): Promise<Settling> => {
    for (let trip = 0; ; trip += 1) {
      const [settling] = await runToEnd(runs.settle([given], (work) => void work))
      if (settling === undefined) {
        throw new Error('no answer')
      }
      if (settling.final || trip >= trips) {
        return settling
      }
      await advanceTime(Math.max(1, (settling.parked ? Date.now() + HOUR : settling.at) - Date.now()))
      if (kept.alarm() !== null || settling.parked) {
        await ring()
      }
    }
  }
  const ring = () => runToEnd(new SiteAlarm(site, storage).onAlarm())
  return {
    simulator,
    owner,
    kept,
    released,
    problems,
    ports,
    /** A merchant adds a rule; no event of a test runs it. */
    async addRule(spec: EventSpec & Partial<Pick<Rule, 'name' | 'on'>>): Promise<void> {
      const { name = 'A rule', on = true } = spec
      rules.push({ ...buildRule(spec, await accessFor(spec.marketplace ?? 'shop')), name, on })
    },
    /** Of notes that were held. */
    effects,
    job,
    settled,
    ring,
    get site() {
      return site
    },
    access: accessFor,
    /** One event's firing, settled: its outcome. Time moves on to when it happened. */
    async receive(spec: EventSpec): Promise<Settling> {
      const given = await job(spec)
      vi.setSystemTime(Math.max(Date.now(), given.happenedAt))
      return settled({ ...given, receivedAt: Math.max(Date.now(), given.happenedAt) })
    },
    async outcome(spec: EventSpec): Promise<string> {
      const settling = await this.receive(spec)
      return settling.final ? settling.outcome : `waiting: ${settling.reason}`
    },
    /** As many at once as given. */
    async settle(jobs: ThinkificJob[]): Promise<Settling[]> {
      return runToEnd(runs.settle(jobs, (work) => void work))
    },
    /** What a job would come to. */
    async foresee(job: ThinkificJob) {
      const [only] = (await foresee(site, [{ jobs: [job], notes: [] }])).flatMap(({ outcomes }) => outcomes)
      if (only === undefined) {
        throw new Error('nothing was foreseen')
      }
      return only
    },
    erase: (marketplace: string, email: string) => eraseFromSite(site, marketplace, email),
    forget: (marketplace: string) => forgetMarketplace(site, marketplace),
    async note(spec: NoteSpec) {
      const [effect] = await runToEnd(recordNotes(site, [buildNote(spec, await job(spec))]))
      return effect ?? null
    },
    /** What a note would come to. */
    async foreseeNote(spec: NoteSpec) {
      const notes = [buildNote(spec, await job(spec))]
      const [effect] = (await foresee(site, [{ jobs: [], notes }])).flatMap(({ effects }) => effects)
      return effect ?? null
    },
    /** The object is thrown out of memory, whatever it was doing. */
    evict(): void {
      storage = kept.storage()
      site = new Site(storage, ports)
      runs = new JobSettler(site)
    },
    /** Who is in: `open`, `closed` or until when, in hours after the start. */
    has(target: Target, email = 'ada@example.com'): 'open' | 'closed' | number {
      const row = owner.access(email).find(({ courseId }) => String(courseId) === target.id)
      if (row === undefined || row.state !== 'full') {
        return 'closed'
      }
      return row.until === null || row.until > Date.UTC(2099, 0, 1) ? 'open' : (row.until - START) / HOUR
    },
    /** Calls since the last time, as `POST /users`. */
    calls(): string[] {
      const made = simulator.calls.map(
        ({ method, path }: Call) => `${method} ${path.replace(/\?.*$/, '').replace(/\d{3,}/g, ':id')}`,
      )
      simulator.forgetCalls()
      return made
    },
  }
}

/** Time passes. */
export async function advanceTime(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
}

/** Turns of the event loop without cryptography, after which everything is taken to wait for the time. */
const IDLE_TURNS = 8
/** How far virtual time moves on then. */
const TICK_MS = 1_000

/** Lets timers run until the work is done; crypto and streams need the real event loop in between. */
export async function runToEnd<T>(work: Promise<T>): Promise<T> {
  let done = false
  const finished = work.finally(() => {
    done = true
  })
  finished.catch(() => undefined)
  for (let idle = 0, seen = cryptography.answered; !done; idle += 1) {
    await (cryptography.pending > 0 ? nextAnswer() : new Promise((resolve) => setImmediate(resolve)))
    if (cryptography.pending > 0 || cryptography.answered !== seen) {
      idle = 0
    }
    seen = cryptography.answered
    if (done || idle < IDLE_TURNS) {
      continue
    }
    await vi.advanceTimersByTimeAsync(TICK_MS)
    idle = 0
  }
  return finished
}

function buildJob(spec: EventSpec, integration: IntegrationAccess, made: string): ThinkificJob {
  const { trigger = 'product.purchased', does = 'create', product = 'club', n = 0 } = spec
  const event = spec.event ?? made
  const happenedAt = START + (spec.at ?? 0) * HOUR
  const byPerson = spec.origin === 'person'
  const rule = buildRule(
    { ...spec, options: { removeAlways: byPerson && does === 'expire' && !spec.test, ...spec.options } },
    integration,
  )
  const firing: Firing = {
    id: `${event}~${n}`,
    event,
    item: 0,
    trigger,
    rule,
    happenedAt,
    impliedBy: spec.impliedBy ?? null,
    ownTrigger: mainTrigger(spec.type ?? trigger) === trigger && !spec.impliedBy,
    yieldsTo: null,
  }
  const { order = 'o1', subscription = null, periodEnd = null } = spec
  const customer = {
    email: comparableEmail(spec.email ?? 'ada@example.com'),
    id: null,
    firstName: spec.firstName === undefined ? 'Ada' : spec.firstName,
    lastName: spec.lastName === undefined ? 'Byron' : spec.lastName,
  }
  return {
    v: 1,
    firing,
    instruction: toJobInstruction({ rule }),
    eventType: spec.type ?? trigger,
    happenedAt,
    receivedAt: Math.max(happenedAt, Date.now()),
    origin: spec.origin ?? 'event',
    person: byPerson ? 'Grace' : null,
    customer,
    fields: spec.fields ?? {},
    integration,
    purchase: {
      marketplace: integration.marketplace,
      productId: product,
      productName: capitalize(product),
      orderId: order,
      subscription: subscription === null ? null : { id: subscription, failedAttempts: null, periodEnd },
      test: spec.test ?? false,
      payments: spec.payments ?? [],
      ...(spec.zone === undefined ? {} : { zone: spec.zone }),
      delinquent: spec.delinquent ?? trigger === 'subscription.delinquent',
    },
  }
}

type NoteSpec = EventSpec & Pick<Partial<Note>, 'quiet' | 'reportsAccess' | 'entry' | 'chosen'>

function buildNote(
  { quiet, reportsAccess, entry, chosen }: NoteSpec,
  { firing, eventType, happenedAt, customer, purchase }: ThinkificJob,
): Note {
  return {
    v: 1,
    event: firing.event,
    eventType,
    triggers: [firing.trigger],
    happenedAt,
    customer,
    purchase,
    ...(quiet ? { quiet } : {}),
    ...(reportsAccess ? { reportsAccess } : {}),
    ...(entry === undefined ? {} : { entry }),
    ...(chosen === undefined ? {} : { chosen }),
  }
}

function buildRule(
  { trigger = 'product.purchased', does = 'create', target = PIANO, product = 'club', n = 0, options }: EventSpec,
  { id, marketplace, name, site }: IntegrationAccess,
): Rule {
  return {
    id: `rule-${n}`,
    marketplace,
    name: 'A rule',
    integration: id,
    integrationName: name,
    site,
    action: `${does}_${target.kind}`,
    trigger,
    target,
    product,
    on: true,
    options: { ...PLAIN_OPTIONS, ...options },
  }
}

function capitalize(product: string): string {
  return product.charAt(0).toUpperCase() + product.slice(1)
}

function createPorts(released: string[], problems: (string | null)[], effects: NoteEffect[], rules: Rule[]): SitePorts {
  return {
    object: 'object of the academy',
    sealingKeys: KEYS,
    apiUrl: API,
    catalogs: { read: async () => null, write: async () => {} },
    findRules: async (marketplace, product, triggers) =>
      rules.filter(
        (rule) => rule.marketplace === marketplace && triggers.some((trigger) => isListening(rule, trigger, product)),
      ),
    reportProblem: async (_, problem) => void problems.push(problem),
    recordEffects: async (_, __, effect) => void effects.push(effect),
    releaseParked: async (marketplace, filter) => void released.push(`${marketplace} ${JSON.stringify(filter)}`),
  }
}

/** Operations per event, counted at the bindings while the whole product enrolls people, and priced. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { type Operations, perMillionMore } from '../../.run/costs'
import { CHECK_EVERY_MS } from '../../src/journal/upkeep'
import { appOf } from '../simulator/app'
import { createSimulator } from '../simulator/simulator'
import { alertFigures } from './alerts'
import { type CopyCosts, copyCosts } from './copies'
import { countingModules } from './counting'
import { type Counts, counts, enroll } from './enrollments'
import type { Figure } from './figures'
import { ENDPOINT, SECRET } from './load'
import { API_KEY, COURSE, openShop, SITE } from './shop'
import { addEndpoint, migrate, startProduct } from './workers'

const BUDGET_DOLLARS = { oneByOne: 7.5, launch: 7 }
const MARKETPLACE = 'bench'
const PRODUCT = 'bench-product'
/** How long Thinkific takes to answer a call, s: reference/reliability.md 5.6. */
const CALL_SECONDS = 0.5
/** CPU of one event through all of its steps, ms. An allowance: local CPU time is mostly the simulation's own. */
const CPU_MS = 5
/** Lines printed: the request's. Firings that go as planned print none. */
const LINES = 1

/** A Durable Object is billed for 128 MB. */
const OBJECT_GB = 0.128
/** Between two events of one endpoint: with a million a month, and with four thousand. */
const GAP_MS = { busy: 2_600, rare: 600_000 }

export interface Platform {
  figures: Figure[]
  /** What one event uses when each arrives alone, the most expensive way. */
  perEvent: Operations
  /** What ran before the first event was accepted. */
  loaded: string[]
}

/** @param product its modules, not minified */
export async function platformFigures(product: Record<string, string>): Promise<Platform> {
  const simulator = createSimulator()
  const owner = simulator.addSite({ subdomain: SITE, apiKey: API_KEY, requestsPerMinute: 100_000 })
  owner.addCourse({ id: Number(COURSE.id), name: COURSE.name })
  const server = serve({ fetch: appOf(simulator).fetch, port: 0, hostname: '127.0.0.1' })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const thinkificApiUrl = `http://127.0.0.1:${port}/api/public/v1`
  const miniflare = startProduct({ modules: countingModules(product), thinkificApiUrl, consumes: true })
  try {
    await migrate(miniflare)
    await openShop(miniflare, MARKETPLACE, PRODUCT)
    await addEndpoint(miniflare, ENDPOINT, MARKETPLACE, SECRET)
    const shop = { miniflare, url: await miniflare.unsafeGetDirectURL(), calls: () => simulator.counts().total }
    const enrolling = (first: number, howMany: number) => enroll(shop, { first, howMany, product: PRODUCT })
    await enrolling(0, 1)
    const loaded = (await (await fetch(new URL('/bench/loaded', shop.url))).json()) as string[]
    await counts(shop.url)
    const trickle = await enrolling(100, 25)
    const launch = await enrolling(1_000, 200)
    const [busy, rare] = [await copyCosts(GAP_MS.busy), await copyCosts(GAP_MS.rare)]
    const perEvent = operationsOf(trickle, busy)
    return {
      figures: [
        priced('one by one', perEvent, BUDGET_DOLLARS.oneByOne),
        priced('a launch', operationsOf(launch, busy), BUDGET_DOLLARS.launch),
        priced('an endpoint with an event in ten minutes', withAlarm(operationsOf(trickle, rare), GAP_MS.rare), null),
        ...(await alertFigures(shop, MARKETPLACE, enrolling)),
      ],
      perEvent,
      loaded,
    }
  } finally {
    await miniflare.dispose()
    server.close()
  }
}

/** Counts at the bindings by the names of the platform's bill. @param copies what finding the endpoint costs */
function operationsOf(counted: Counts, copies: CopyCosts): Operations {
  const of = (...names: string[]) => names.reduce((sum, name) => sum + (counted[name] ?? 0), 0)
  const rows = (verb: string) => of(`D1 rows ${verb}`, `Journal rows ${verb}`, `ThinkificSite rows ${verb}`)
  return {
    // A consumer's batch is an invocation too.
    requests: of('requests', 'batches'),
    cpuMs: CPU_MS,
    queueOperations: of('messages written', 'messages read', 'messages deleted'),
    objectRequests: of('Journal requests', 'ThinkificSite requests'),
    objectGbSeconds: of('Thinkific calls') * CALL_SECONDS * OBJECT_GB,
    rowsWritten: rows('written') + of('Journal alarms set', 'ThinkificSite alarms set'),
    rowsRead: rows('read') + copies.rows,
    kvReads: of('KV reads') + copies.reads,
    kvWrites: of('KV writes') + copies.writes,
    logLines: LINES,
  }
}

/** Setting an object's alarm is billed as a row, its ringing as a request: events further apart share it with fewer. */
function withAlarm(all: Operations, gapMs: number): Operations {
  const alarms = Math.min(1, gapMs / CHECK_EVERY_MS)
  return { ...all, rowsWritten: all.rowsWritten + alarms, objectRequests: all.objectRequests + alarms }
}

function priced(how: string, all: Operations, budget: number | null): Figure {
  const sum = perMillionMore({ ...all, cpuMs: 0, objectGbSeconds: 0, logLines: 0 })
  const details = [
    `${all.rowsWritten.toFixed(2)} rows written`,
    `${all.queueOperations.toFixed(2)} queue operations`,
    `${all.objectRequests.toFixed(2)} object requests`,
    `${all.requests.toFixed(2)} invocations`,
    `${all.kvReads.toFixed(2)} KV reads`,
    `${all.kvWrites.toFixed(2)} KV writes each`,
  ]
  return {
    what: `platform, a million enrollments of new customers, ${how}`,
    budget: budget === null ? null : `≤ $${budget.toFixed(2)}`,
    measured: `**$${sum.toFixed(2)}** at the bindings (${details.join(', ')}); $${perMillionMore(all).toFixed(2)} with CPU, objects awake while Thinkific answers and ${all.logLines} log line each`,
    met: budget === null ? null : sum <= budget,
  }
}

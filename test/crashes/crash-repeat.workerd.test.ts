/**
 * A command that stops between any two of its calls, and runs again, ends as one that was never disturbed: the same is
 * stored in D1, KV, the journal and the site, with the same lines in the audit trail.
 */
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { audit } from '../../src/db/schema'
import { sized } from '../depth'
import { createSimulator } from '../simulator/simulator'
import { CASES, type Case } from './registry'
import { look, openScene, type Scene } from './scene'
import { type Moment, stoppingEnv } from './stopping-env'

/** The journal's own are stopped inside its object: queued-requests.workerd.test.ts. */
const FILES = import.meta.glob<Record<string, unknown>>(['../../src/**/commands.ts', '../../src/**/*-commands.ts'], {
  eager: true,
})

/** What is gone, and customers, whom the trail does not name. */
const LEADS_NOWHERE = new Set(['deleted', 'deleted the marketplace', 'erased', 'exported'])

/** Of one command, from the first to the last. A deep run stops at each. */
const MOST_PLACES = sized(4, Number.POSITIVE_INFINITY)

const stopped = { places: 0, runs: 0 }
let simulator = createSimulator()

beforeAll(() => {
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
})

describe('Every command', () => {
  test('is tried', () => {
    const commands = Object.values(FILES).flatMap((file) =>
      Object.entries(file).flatMap(([name, exported]) => (typeof exported === 'function' ? [name] : [])),
    )
    expect(commands.toSorted()).toEqual(Object.keys(CASES).toSorted())
  })
})

describe.each(Object.entries(CASES))('%s', (_, one) => {
  let expected: unknown

  test('is whole after a crash between any two of its calls', async () => {
    const { scene, given } = await begin(one)
    const undisturbed = stoppingEnv(env, 0, 'before')
    expect(await one.run(undisturbed.env, scene, given)).toMatchObject({ ok: true })
    expected = await look(scene, one.besides?.tables)
    const lines = await drizzle(env.DB).select().from(audit)
    expect(lines).toHaveLength(one.lines)
    expect(lines.filter(({ did, link }) => (link === null) !== LEADS_NOWHERE.has(did))).toEqual([])
    expect(undisturbed.calls).toBeGreaterThan(0)

    // Stopped between two calls, the same is stored as before the next change, however many reads lie between.
    for (const at of spread(undisturbed.changes, MOST_PLACES)) {
      expect(await afterStop(one, at, 'before'), `stopped before call ${at}`).toEqual(expected)
    }
    stopped.places += undisturbed.calls
    if (one.eachIsNew === undefined) {
      expect(await afterStop(one, undisturbed.calls, 'after'), 'stopped after the last call').toEqual(expected)
      stopped.places += 1
    }
  })

  if (one.eachIsNew === undefined) {
    test('is done once by a double click, which reads so', async () => {
      const { scene, given } = await begin(one)
      const both = await Promise.all([1, 2].map(() => one.run(env, scene, given)))
      const answers = [...both, await one.run(env, scene, given)].map(toReading)
      expect(answers).toContain('done')
      expect(['done', ...(one.secondReads ?? [])]).toEqual(expect.arrayContaining(answers))
      expect(await look(scene, one.besides?.tables)).toEqual(expected)
    })
  }
})

describe('All commands together', () => {
  test('were stopped between their calls', async ({ annotate }) => {
    const { places, runs } = stopped
    const commands = Object.keys(CASES).length
    expect(runs).toBeGreaterThan(commands)
    await annotate(`${commands} commands, ${places} places to stop at, ${runs} that leave different things stored`)
  })
})

function spread(places: number[], most: number): number[] {
  const step = (places.length - 1) / (most - 1)
  return places.length <= most
    ? places
    : Array.from({ length: most }, (_, n) => places[Math.round(n * step)] ?? expect.fail('no such place'))
}

function toReading(answer: unknown): string {
  const { ok, reason = '' } = answer as { ok: boolean; reason?: string }
  return ok ? 'done' : reason
}

async function begin(one: Case): Promise<{ scene: Scene; given: string }> {
  simulator = createSimulator()
  const scene = await openScene(simulator)
  return { scene, given: (await one.given?.(scene)) ?? '' }
}

async function afterStop(one: Case, at: number, moment: Moment): Promise<unknown> {
  const { scene, given } = await begin(one)
  const stopping = stoppingEnv(env, at, moment)
  await Promise.resolve(one.run(stopping.env, scene, given)).catch(() => undefined)
  expect(stopping.calls).toBeGreaterThanOrEqual(at)
  stopped.runs += 1
  await (one.again ?? one.run)(env, scene, given)
  return look(scene, one.besides?.tables)
}

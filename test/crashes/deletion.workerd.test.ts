/** An integration with a launch's worth of parked firings: deleting it answers at once, and leaves nothing of it. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { audit } from '../../src/db/schema'
import { deleteIntegration } from '../../src/integrations/commands'
import { toConnection } from '../../src/integrations/connection'
import { resumeDeletions } from '../../src/integrations/deletion'
import { findIntegration, listDeleting } from '../../src/integrations/store'
import { toIntegrationAccess } from '../../src/integrations/thinkific/settings'
import { sampleEvent, waits } from '../journal/samples'
import { createSimulator } from '../simulator/simulator'
import { openScene, readRemembered, ringUntilJobsEnd, type Scene } from './scene'
import { stoppingEnv } from './stopping-env'

const PARKED = 4_000
const AT_ONCE = 500

let scene: Scene

beforeEach(async () => {
  const simulator = createSimulator()
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
  scene = await openScene(simulator)
})

const journal = () => env.JOURNAL.getByName(scene.ada.marketplace)
const site = () => env.THINKIFIC_SITE.getByName(scene.site)

/** Fires the rule for so many customers; what came of it waits for a credential that works. */
async function park(many: number): Promise<void> {
  const { rule, tag, ada } = scene
  for (let from = 0; from < many; from += AT_ONCE) {
    const events = Array.from({ length: Math.min(AT_ONCE, many - from) }, (_, n) =>
      sampleEvent({
        marketplace: ada.marketplace,
        id: `${tag}-${from + n}`,
        orderId: `order-${from + n}`,
        customer: { email: `buyer-${from + n}@example.com`, firstName: null, lastName: null, id: null },
      }),
    )
    const received = await journal().receiveAll(events.map((event) => ({ event, candidates: [rule] })))
    await journal().record(
      received.flatMap((one) =>
        (one?.firings ?? []).map(({ firing }) => ({
          event: firing.event,
          firing: firing.id,
          settling: waits('credentials', Date.now(), { parked: true }),
        })),
      ),
    )
  }
}

describe(`An integration with ${PARKED} parked firings`, () => {
  test('is deleted at once for everyone, with its progress shown, and whole within a minute of alarms', async () => {
    await park(PARKED)
    const found = await findIntegration(env.DB, scene.ada.marketplace, scene.integration)
    await site().lookUp(toIntegrationAccess(toConnection(found ?? expect.fail('no integration'))), 'ada@example.com')
    expect(await readRemembered(scene.site)).toEqual({ [scene.integration]: 77 })

    const deleted = await deleteIntegration(env, scene.ada, scene.integration)
    expect(deleted).toEqual({ ok: true, name: 'Academy', left: true })
    expect(await findIntegration(env.DB, scene.ada.marketplace, scene.integration)).toBeNull()
    expect((await listDeleting(env.DB, scene.ada.marketplace))[0]?.sealedCredential).toBe('')
    const [shown] = await journal().jobs()
    expect(shown).toMatchObject({ title: 'Deleting Academy', status: 'running', total: PARKED + 1, stoppable: false })
    expect(shown?.done).toBeGreaterThan(0)
    expect(shown?.done).toBeLessThan(PARKED)

    expect(await ringUntilJobsEnd(scene, 1_000)).toBeLessThan(60)
    const [job] = await journal().jobs()
    expect(job?.result).toBe(`Academy is deleted. ${PARKED + 1} waiting entries ended with it.`)
    expect(await listDeleting(env.DB, scene.ada.marketplace)).toEqual([])
    expect((await journal().health()).parked).toBe(0)
    const { rows, waitingFound } = await journal().log({ limit: 1000 })
    expect(waitingFound).toBe(0)
    const sentence = 'The integration “Academy” was deleted while this was waiting, so nothing was done.'
    expect(new Set(rows.map((row) => `${row.outcome}: ${row.sentence}`))).toEqual(new Set([`rule off: ${sentence}`]))
    expect(await env.COPIES.get(`catalog:${scene.integration}`)).toBeNull()
    // Neither its credential nor its pace stays at the site.
    expect(await readRemembered(scene.site)).toEqual({})
    const facts = await runInDurableObject(site(), (_, state) =>
      state.storage.sql.exec<{ value: string }>(`SELECT group_concat(value) AS value FROM site`).one(),
    )
    expect(facts.value).not.toContain(scene.integration)
    expect(await drizzle(env.DB).$count(audit)).toBe(1)
  })
})

describe('A deletion that stopped', () => {
  test('after its mark, before the journal knew of it, is finished by cron', async () => {
    const { calls } = await whole()
    for (let at = 1; at <= calls; at += 1) {
      const simulator = createSimulator()
      vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
      scene = await openScene(simulator)
      const stopping = stoppingEnv(env, at, 'before')
      await deleteIntegration(stopping.env, scene.ada, scene.integration).catch(() => undefined)
      const isMarked = (await findIntegration(env.DB, scene.ada.marketplace, scene.integration)) === null
      await resumeDeletions(env)
      await ringUntilJobsEnd(scene, 1_000)
      const left = await env.DB.prepare('SELECT count(*) AS n FROM integrations WHERE id = ?')
        .bind(scene.integration)
        .first('n')
      expect([at, left, await drizzle(env.DB).$count(audit)]).toEqual([at, isMarked ? 0 : 1, isMarked ? 1 : 0])
    }
  })
})

async function whole() {
  const counting = stoppingEnv(env, 0, 'before')
  await deleteIntegration(counting.env, scene.ada, scene.integration)
  return counting
}

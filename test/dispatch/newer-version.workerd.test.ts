/** After going back a version: an object that a newer one wrote is left alone, and what comes for it is kept. */
import {
  createExecutionContext,
  createMessageBatch,
  evictDurableObject,
  getQueueResult,
  runInDurableObject,
} from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { deliver } from '../../src/dispatch/dispatch'
import { createPorts } from '../../src/dispatch/ports'
import { sampleEvent } from '../journal/samples'
import { eventMessage } from './world'

let marketplace: string
let made = 0

beforeEach(async () => {
  made += 1
  marketplace = `newer${made}`
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO integrations (id, marketplace, kind, name, site, scheme, sealed_credential, requests_per_minute, site_welcome, problem, created_at, updated_at)
       VALUES (?1 || 'i', ?1, 'thinkific', 'Academy', ?1, 'api_key', 'sealed', 120, 0, NULL, 0, 0)`,
    ).bind(marketplace),
    env.DB.prepare(
      `INSERT INTO rules (id, marketplace, integration, product, "trigger", action, target_kind, target_id, target_name, name, "on",
          access_days, end_when, end_days, skip_test, remove_always, created_at, updated_at) VALUES (?1 || '-r', ?1, ?1 || 'i', 'p1', 'product.purchased', 'create_course', 'course', '7', 'Course Two', 'r', 1, NULL, 'at_once', NULL, 0, 0, 0, 0)`,
    ).bind(marketplace),
  ])
})

describe('An object that a newer version wrote', () => {
  test('a journal of a newer version takes no event, and the message stays in the queue', async () => {
    const journal = env.JOURNAL.getByName(marketplace)
    await writtenByNewer(journal, 'facts')
    expect(await refusal(journal.log({}))).toContain('written by a newer version of Enrollwire')
    expect(await consume(1)).toMatchObject({ explicitAcks: [], retryMessages: [{ msgId: '0' }] })
    expect(await consume(90)).toMatchObject({ explicitAcks: [], retryMessages: [{ msgId: '0' }] })
  })

  test('a site of a newer version settles nothing: its firing is retried, then parked in the journal, never dropped', async () => {
    const site = env.THINKIFIC_SITE.getByName(marketplace)
    await writtenByNewer(site, 'site')
    expect(await refusal(site.status())).toContain('written by a newer version of Enrollwire')
    expect(await consume(1)).toMatchObject({ explicitAcks: [], retryMessages: [{ msgId: '0' }] })
    expect(await consume(20)).toMatchObject({ explicitAcks: ['0'], retryMessages: [] })
    const { rows, waiting } = await env.JOURNAL.getByName(marketplace).log({})
    expect(rows).toEqual([])
    expect(waiting).toMatchObject([{ event: 'e1', waiting: { parked: true, reason: 'internal' } }])
  })
})

async function writtenByNewer<T extends Rpc.DurableObjectBranded>(stub: DurableObjectStub<T>, table: string) {
  await runInDurableObject(stub, (_, { storage }) => {
    storage.sql.exec(`UPDATE ${table} SET value = '99' WHERE name = 'version'`)
  })
  await evictDurableObject(stub)
}

async function refusal(call: PromiseLike<unknown>): Promise<string> {
  try {
    return `no refusal: ${JSON.stringify(await call)}`
  } catch (error) {
    return String(error)
  }
}

async function consume(attempts: number) {
  const body = eventMessage(sampleEvent({ id: 'e1', marketplace }))
  const batch = createMessageBatch('events', [{ id: '0', timestamp: new Date(), attempts, body }])
  const ctx = createExecutionContext()
  await deliver(batch, { ...createPorts(env), log: () => {}, send: () => Promise.reject(new Error('full')) })
  return getQueueResult(batch, ctx)
}

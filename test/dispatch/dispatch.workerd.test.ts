import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { deliver } from '../../src/dispatch/dispatch'
import { createPorts, type DispatchPorts } from '../../src/dispatch/ports'
import type { Settler } from '../../src/integrations/kind'
import type { FiringJob } from '../../src/model/firing-job'
import type { QueueMessage } from '../../src/model/message'
import type { Settling } from '../../src/model/outcome'
import { final, sampleEvent, waits } from '../journal/samples'
import { eventMessage } from './world'

let marketplace: string
let settled: FiringJob[]
let answer: (job: FiringJob) => Settling
let sent: QueueMessage[]
let made = 0

beforeEach(async () => {
  made += 1
  marketplace = `m${made}`
  settled = []
  sent = []
  answer = () => final()
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO integrations (id, marketplace, kind, name, site, scheme, sealed_credential, requests_per_minute, site_welcome, problem, created_at, updated_at, settings)
         VALUES (?1 || 'i', ?1, 'thinkific', 'Academy', 'academy', 'api_key', 'sealed', 120, 0, NULL, 0, 0, NULL)`,
    ).bind(marketplace),
    newRule('enroll', 'product.purchased', 'create_course'),
    newRule('refund', 'product.refunded', 'expire_course'),
  ])
})

describe('the consumer, with a real journal, D1 and queue', () => {
  test('settles a purchase and logs it; the same event again is a repeat and asks no site', async () => {
    expect(await consume([purchase('e1')])).toMatchObject({ explicitAcks: ['0'], retryMessages: [] })
    expect(await consume([purchase('e1', { receivedAt: Date.now() })])).toMatchObject({ explicitAcks: ['0'] })
    expect(settled).toHaveLength(1)
    const { rows } = await journal().log({})
    expect(rows).toMatchObject([
      { event: 'e1', outcome: 'enrolled', repeats: 1, rule: { id: `${marketplace}-enroll` } },
    ])
    const { results } = await env.DB.prepare('SELECT id FROM products WHERE marketplace = ?').bind(marketplace).all()
    expect(results).toEqual([{ id: 'p1' }])
  })

  test('retries what must wait, and the returning message collects the outcome', async () => {
    answer = () => waits('pace', Date.now() + 30_000)
    expect(await consume([purchase('e1')])).toMatchObject({ explicitAcks: [], retryMessages: [{ msgId: '0' }] })
    expect((await journal().log({})).waiting).toMatchObject([{ event: 'e1', waiting: { reason: 'pace' } }])
    answer = () => final('enrolled')
    expect(await consume([purchase('e1')])).toMatchObject({ explicitAcks: ['0'] })
    expect((await journal().log({})).rows).toMatchObject([{ event: 'e1', outcome: 'enrolled', repeats: 0 }])
  })

  test('gives several firings a message each', async () => {
    await env.DB.batch([newRule('second', 'product.purchased', 'create_course')])
    await consume([purchase('e1')])
    expect(sent.map((message) => message.kind)).toEqual(['firing', 'firing'])
    await consume(sent)
    const { rows } = await journal().log({})
    expect(rows.map((row) => row.rule?.id).sort()).toEqual([`${marketplace}-enroll`, `${marketplace}-second`])
  })

  test('keeps good messages going beside an unreadable one, which waits in the journal as received', async () => {
    const bad = { ...purchase('bad'), v: 12 } as unknown as QueueMessage
    expect(await consume([bad, purchase('good')])).toMatchObject({ explicitAcks: ['0', '1'] })
    const { rows, waiting } = await journal().log({})
    expect(rows.map((row) => row.event)).toEqual(['good'])
    expect(waiting).toMatchObject([{ waiting: { parked: true } }])
    const entry = await journal().entry(waiting[0]?.id ?? '')
    expect(JSON.parse(entry?.marketEvent.body ?? '')).toMatchObject({ v: 12, event: { id: 'bad' } })
  })

  test('parks what the dead-letter queue brings, and runs it once it is released', async () => {
    await consume([purchase('e1')], 'events-dead')
    const [parked] = (await journal().log({})).waiting
    expect(parked).toMatchObject({ event: 'e1', waiting: { parked: true, reason: 'internal' } })
    await consume([purchase('e1')])
    expect((await journal().log({})).rows).toMatchObject([{ event: 'e1', outcome: 'enrolled' }])
  })
})

function purchase(id: string, different: { receivedAt?: number } = {}): QueueMessage {
  return eventMessage(sampleEvent({ id, marketplace, ...different }))
}

function journal() {
  return env.JOURNAL.getByName(marketplace)
}

async function consume(bodies: QueueMessage[], queue = 'events') {
  const batch = createMessageBatch(
    queue,
    bodies.map((body, index) => ({ id: String(index), timestamp: new Date(), attempts: 1, body })),
  )
  const ctx = createExecutionContext()
  await deliver(batch, ports())
  return getQueueResult(batch, ctx)
}

function ports(): DispatchPorts {
  const site: Settler = {
    settle: async (jobs) => {
      settled.push(...jobs)
      return jobs.map(answer)
    },
    note: async () => [],
    foresee: async (events) =>
      events.map(({ jobs }) => ({
        outcomes: jobs.map(() => ({ outcome: 'enrolled', sentence: 'It would enroll.' })),
        effects: [],
      })),
  }
  return {
    ...createPorts(env),
    settler: () => site,
    log: () => {},
    send: async (messages) => void sent.push(...messages),
  }
}

function newRule(name: string, trigger: string, action: string): D1PreparedStatement {
  return env.DB.prepare(
    `INSERT INTO rules (id, marketplace, integration, product, "trigger", action, target_kind, target_id, target_name, name, "on",
          access_days, end_when, end_days, skip_test, remove_always, created_at, updated_at) VALUES (?1 || '-' || ?2, ?1, ?1 || 'i', 'p1', ?3, ?4, 'course', '7', 'Course Two', ?2, 1, NULL, 'at_once', NULL, 0, 0, 0, 0)`,
  ).bind(marketplace, name, trigger, action)
}

/** Ledger and site compared by a program, and their differences settled. */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type Shop, shop } from '../web/isolation/shop'
import { type Client, clientOf } from './client'

let full: Shop
let program: Client
let rival: Client

beforeAll(async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('Thinkific is silent'))
  full = await shop('reconciled')
  program = await clientOf(full.marketplace)
  rival = await clientOf((await shop('other-reconciled')).marketplace)
})

const at = (path: string) => `/integrations/${full.ids.integration}${path}`

describe('An integration', () => {
  test('has its differences listed, with what may be done about each', async () => {
    const { status, body } = await program.get(at('/differences'))
    expect([status, body]).toMatchObject([
      200,
      {
        count: 1,
        state: { weekly: false, next_at: null, last: null, settling: 0 },
        groups: [
          {
            kind: 'unexplained',
            guess: 'of a stranger',
            count: 1,
            differences: [
              {
                user_id: '77',
                target: { kind: 'course', id: '1002' },
                theirs: { open: true, end: null },
                ours: null,
                fixes: ['ours', 'theirs', 'leave'],
              },
            ],
          },
        ],
      },
    ])
  })

  test('is compared weekly, or only when asked', async () => {
    const schedule = (weekly: boolean) => program.ask('PUT', at('/reconciliations/schedule'), { weekly })
    expect((await schedule(true)).body).toMatchObject({ weekly: true, next_at: expect.stringMatching(/Z$/) })
    expect((await schedule(true)).body.weekly).toBe(true)
    expect((await schedule(false)).body).toMatchObject({ weekly: false, next_at: null })
  })

  test('is compared once at a time', async () => {
    const [one, other] = [await program.post(at('/reconciliations')), await program.post(at('/reconciliations'))]
    expect([one.status, one.body.job.kind, other.body.job.id]).toEqual([202, 'reconcile', one.body.job.id])
  })

  test('has no differences of another marketplace, settled or seen', async () => {
    const { groups } = (await program.get(at('/differences'))).body
    const differences = [groups[0].differences[0].id]
    expect((await rival.get(at('/differences'))).status).toBe(404)
    expect((await rival.post(at('/reconciliations'))).status).toBe(404)
    expect((await rival.post(at('/differences/fixes'), { fix: 'leave', differences })).status).toBe(404)
    const own = (await rival.get('/integrations')).body.items[0].id
    const foreign = await rival.post(`/integrations/${own}/differences/fixes`, { fix: 'leave', differences })
    expect([foreign.status, foreign.body.type]).toEqual([409, 'urn:enrollwire:problem:settled'])
  })

  test('has a difference left as it is, once for each key', async () => {
    const { groups } = (await program.get(at('/differences'))).body
    const body = { fix: 'leave', differences: [groups[0].differences[0].id] }
    const leave = () => program.post(at('/differences/fixes'), body, { 'idempotency-key': 'leave' })
    const started = await leave()
    expect([started.status, started.body.job.kind]).toEqual([202, 'fix-differences'])
    await vi.waitFor(async () => expect((await program.get(at('/differences'))).body.count).toBe(0))
    expect((await leave()).body).toEqual(started.body)
    const group = { kind: 'unexplained', guess: 'of a stranger' }
    const late = await program.post(at('/differences/fixes'), { fix: 'leave', differences: group })
    expect([late.status, late.body.type]).toEqual([409, 'urn:enrollwire:problem:settled'])
  })
})

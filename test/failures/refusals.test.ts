/** Thinkific answers, and says no. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { seal } from '../../src/secrets/sealing'
import { academy, advanceTime, KEYS, PIANO, VIOLIN } from '../integrations/thinkific/academy'
import { json, spoil } from './spoil'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const refunded = { trigger: 'product.refunded', does: 'expire' } as const

describe('403, the plan has no API; or a page of a firewall', () => {
  test('a plan without API parks what waits, in words of its own, until it has one', async () => {
    const shop = await academy()
    shop.owner.data.apps = false
    const job = await shop.job({})
    const [parked] = await shop.settle([job])
    expect(parked).toMatchObject({ final: false, parked: true, reason: 'credentials' })
    expect(parked?.sentence).toContain('plan must include apps and API access')
    shop.owner.data.apps = true
    await advanceTime(6 * 60_000)
    await shop.ring()
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
  })

  test('a firewall’s page passes, and blames no key', async () => {
    const shop = await academy()
    shop.simulator.faults.add({ kind: '403 waf' })
    const job = await shop.job({})
    expect(await shop.settle([job])).toMatchObject([{ final: false, parked: false, reason: 'temporary' }])
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
    expect(shop.problems).toEqual([])
  })
})

describe('a key is replaced', () => {
  const newer = 'k2:YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU='

  test('one that seals: what the old one sealed still opens, and is sealed again', async () => {
    const shop = await academy()
    await shop.receive({})
    shop.ports.sealingKeys = `${newer} ${KEYS}`
    shop.evict()
    expect(await shop.outcome({ ...refunded, at: 1 })).toBe('expired')
    expect(String(shop.site.storage.readFact('customer key'))).toContain('.k2.')
  })

  test('one that seals, and the old one lost: no call is made, nothing is lost, and the problem is named', async () => {
    const shop = await academy()
    const job = await shop.job({})
    shop.ports.sealingKeys = newer
    shop.evict()
    const [parked] = await shop.settle([job])
    expect(parked).toMatchObject({ final: false, parked: true, reason: 'credentials' })
    expect(parked?.sentence).toContain('can no longer be read')
    expect(shop.calls()).toEqual([])
    shop.ports.sealingKeys = `${newer} ${KEYS}`
    await advanceTime(6 * 60_000)
    await shop.ring()
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
  })

  test('Thinkific’s own: the integration needs attention until the new one is entered', async () => {
    const shop = await academy()
    shop.owner.resetApiKey('replaced')
    const job = await shop.job({})
    expect(await shop.settle([job])).toMatchObject([{ parked: true, reason: 'credentials' }])
    const sealedCredential = await seal(KEYS, 'integration:shop:integration-shop', 'replaced')
    const entered = { ...job, integration: { ...job.integration, sealedCredential } }
    expect(await shop.settle([entered])).toMatchObject([{ final: true, outcome: 'enrolled' }])
  })
})

describe('404, an enrollment or a user we knew is gone', () => {
  test('a user deleted in Thinkific is made again, once', async () => {
    const shop = await academy()
    await shop.receive({})
    shop.owner.deleteUser(shop.owner.user('ada@example.com')?.id ?? 0)
    shop.calls()
    expect(await shop.receive({ order: 'o2', target: VIOLIN, product: 'violin' })).toMatchObject({
      outcome: 'enrolled',
    })
    // The one made again gets what they had bought before, too.
    expect(shop.calls()).toEqual([
      'POST /enrollments',
      'GET /users',
      'POST /users',
      'POST /enrollments',
      'POST /enrollments',
    ])
    expect(shop.owner.data.users.size).toBe(1)
  })

  test('an enrollment removed by hand is looked for once, and needs no ending', async () => {
    const shop = await academy()
    await shop.receive({})
    for (const { id } of [...shop.owner.data.enrollments.values()]) {
      shop.owner.removeEnrollment(id)
    }
    shop.calls()
    expect(await shop.outcome({ ...refunded, at: 1 })).toBe('already expired')
    expect(shop.calls()).toEqual(['PUT /enrollments/:id', 'GET /enrollments'])
  })
})

describe('Thinkific refuses', () => {
  test('the course of a rule was deleted in Thinkific', async () => {
    const shop = await academy()
    shop.owner.data.courses.delete(Number(PIANO.id))
    const order = { event: 'one order' }
    const jobs = [await shop.job({ ...order, n: 1 }), await shop.job({ ...order, n: 2, target: VIOLIN })]
    const [gone, there] = await shop.settle(jobs)
    expect(gone).toMatchObject({ final: true, outcome: 'target missing' })
    expect(gone?.sentence).toContain('Choose another course in the rule')
    expect(there).toMatchObject({ final: true, outcome: 'enrolled' })
  })

  describe('409, which Thinkific nowhere documents', () => {
    const conflict = () => json({ errors: { base: ['Conflict'] } }, 409)

    test('on enrolling is looked at, and a customer who is in by then is not enrolled twice', async () => {
      const shop = await academy()
      spoil(shop, ['POST', /\/enrollments$/], async (real) => {
        await real()
        return conflict()
      })
      expect(await shop.receive({})).toMatchObject({ final: true, outcome: expect.stringMatching(/enrolled$/) })
      expect(shop.has(PIANO)).toBe('open')
      expect(shop.calls()).toEqual(['POST /users', 'POST /enrollments', 'GET /enrollments'])
      expect(shop.owner.data.enrollments.size).toBe(1)
      expect(await shop.outcome({ ...refunded, at: 1 })).toBe('expired')
    })

    test('that changed nothing is tried again', async () => {
      const shop = await academy()
      spoil(shop, ['POST', /\/enrollments$/], conflict)
      expect(await shop.receive({})).toMatchObject({ final: true, outcome: 'enrolled' })
      expect(shop.has(PIANO)).toBe('open')
    })

    test('on making a user makes no second one', async () => {
      const shop = await academy()
      spoil(shop, ['POST', /\/users$/], async (real) => {
        await real()
        return conflict()
      })
      expect(await shop.receive({})).toMatchObject({ final: true, outcome: 'enrolled' })
      expect(shop.owner.data.users.size).toBe(1)
    })

    test('on ending is made sure of', async () => {
      const shop = await academy()
      await shop.receive({})
      spoil(shop, ['PUT', /\/enrollments/], conflict)
      expect(await shop.outcome({ ...refunded, at: 1 })).toBe('expired')
      expect(shop.has(PIANO)).toBe('closed')
    })

    test('without an end is given up with what Thinkific says, after a few calls', async () => {
      const shop = await academy()
      spoil(shop, ['POST', /\/enrollments$/], conflict, Number.POSITIVE_INFINITY)
      const settling = await shop.receive({})
      expect(settling).toMatchObject({ final: true, outcome: 'rejected by Thinkific' })
      expect(settling.sentence).toContain('Conflict')
      expect(shop.calls().length).toBeLessThanOrEqual(9)
    })
  })

  test('422, the email is taken by a user no search finds yet', async () => {
    const shop = await academy({ searchLagSeconds: 20 })
    shop.owner.addUser({ email: 'ada@example.com' })
    const job = await shop.job({})
    expect(await shop.settle([job])).toMatchObject([{ final: false, reason: 'unconfirmed', parked: false }])
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
    expect(shop.owner.data.users.size).toBe(1)
  })
})

describe('422, an email or a name Thinkific does not take', () => {
  test('is final, and names the field', async () => {
    const shop = await academy()
    spoil(shop, ['POST', /\/users$/], () => json({ errors: { email: ['is invalid'] } }, 422))
    const settling = await shop.receive({})
    expect(settling).toMatchObject({ final: true, outcome: 'rejected by Thinkific' })
    expect(settling.sentence).toContain('email is invalid')
    expect(shop.calls()).toEqual([])
  })

  test('is not met for want of a last name: something visible stands for it', async () => {
    const shop = await academy()
    await shop.receive({ lastName: null })
    expect(shop.owner.user('ada@example.com')).toMatchObject({ firstName: 'Ada', lastName: '-' })
  })
})

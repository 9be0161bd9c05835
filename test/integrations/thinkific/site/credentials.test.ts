/** A key that Thinkific refuses: what is parked for it, where it is reported, and how it is noticed that one works again. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { proveSite } from '../../../../src/integrations/thinkific/site/proof'
import type { IntegrationAccess } from '../../../../src/integrations/thinkific/thinkific-job'
import { seal } from '../../../../src/secrets/sealing'
import { type Academy, academy, advanceTime, runToEnd } from '../academy'

const KEY = '0123456789abcdef0123456789abcdef'
const MISTYPED = 'f'.repeat(32)

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('A key that Thinkific refuses', () => {
  test('a refused key parks its own firings only, is reported to D1 once, and is noticed when it works again', async () => {
    const shop = await academy()
    shop.owner.resetApiKey('another')
    const job = await shop.job({})
    expect(await shop.settle([job])).toMatchObject([{ final: false, parked: true, reason: 'credentials' }])
    shop.calls()
    expect(await shop.settle([await shop.job({ order: 'o2' })])).toMatchObject([{ parked: true, attempts: [] }])
    expect(shop.calls()).toEqual([])
    await shop.ring()
    await shop.ring()
    expect(shop.problems).toEqual([expect.stringContaining('does not accept')])
    shop.owner.resetApiKey(KEY)
    await advanceTime(6 * 60_000)
    await shop.ring()
    await shop.ring()
    expect(shop.problems.at(-1)).toBeNull()
    expect(shop.released).toEqual(['shop {"integration":"integration-shop"}'])
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
  })

  test('a key that cannot be opened does not keep a silent site from being probed with another', async () => {
    const shop = await academy()
    const first = await shop.access('first')
    shop.site.integrations.remember({ ...first, sealedCredential: 'v1.lost.key.gone' })
    shop.simulator.faults.startOutage('academy')
    for (let n = 0; n < 5; n += 1) {
      await shop.settle([await shop.job({ order: `o${n}` })])
    }
    shop.simulator.faults.endOutage('academy')
    for (let n = 0; n < 3; n += 1) {
      await advanceTime(2 * 60_000)
      await shop.ring()
    }
    expect(shop.released).toContainEqual(expect.stringContaining('shop {"site":"academy"'))
    expect(shop.problems).toContain('The stored API key can no longer be read. Enter it again.')
  })

  test('another key saved for the integration is tried at once', async () => {
    const shop = await academy()
    shop.owner.resetApiKey('another')
    const job = await shop.job({})
    await shop.settle([job])
    const [settled] = await shop.settle([{ ...job, integration: await accessWith(shop, 'another') }])
    expect(settled).toMatchObject({ outcome: 'enrolled' })
  })

  test('the refused key sealed under another sealing key is still refused, and not asked about with every firing', async () => {
    const shop = await academy()
    shop.owner.resetApiKey('another')
    const job = await shop.job({})
    await shop.settle([job])
    shop.calls()
    const resealed = { ...job, integration: await accessWith(shop, KEY) }
    expect(await shop.settle([resealed])).toMatchObject([{ parked: true, reason: 'credentials', attempts: [] }])
    expect(shop.calls()).toEqual([])
    // Its own next check finds it out by the new form.
    shop.owner.resetApiKey(KEY)
    await advanceTime(6 * 60_000)
    await shop.ring()
    await shop.ring()
    expect(await shop.settled(resealed)).toMatchObject({ outcome: 'enrolled' })
  })

  test('a mistyped key that was only tried leaves the stored one in use, which is noticed once it works again', async () => {
    const shop = await academy()
    shop.owner.resetApiKey('another')
    const job = await shop.job({})
    await shop.settle([job])
    await shop.ring()
    expect(await runToEnd(tried(shop, MISTYPED))).toMatchObject({
      ok: false,
    })
    shop.owner.resetApiKey(KEY)
    await advanceTime(6 * 60_000)
    await shop.ring()
    await shop.ring()
    expect(shop.problems.at(-1)).toBeNull()
    expect(shop.released).toEqual(['shop {"integration":"integration-shop"}'])
    expect(await shop.settled(job)).toMatchObject({ outcome: 'enrolled' })
  })

  test('a mistyped key that was only tried does not turn away a key that works', async () => {
    const shop = await academy()
    await shop.receive({})
    await runToEnd(tried(shop, MISTYPED))
    await shop.ring()
    expect(shop.problems).toEqual([])
    expect(await shop.outcome({ order: 'o2', email: 'ben@example.com' })).toBe('enrolled')
  })

  test('a refusal that comes after another key was saved is not that key’s: the firing comes back and goes with it', async () => {
    const shop = await academy()
    shop.owner.resetApiKey('another')
    shop.simulator.faults.add({ kind: 'slow', ms: 1_000 })
    const job = await shop.job({})
    const refused = shop.settle([job])
    const saved = await accessWith(shop, KEY)
    shop.site.integrations.remember(saved)
    expect(await runToEnd(refused)).toMatchObject([{ reason: 'credentials', parked: false }])
    await shop.ring()
    expect(shop.problems).toEqual([])
    shop.owner.resetApiKey(KEY)
    expect(await shop.settled({ ...job, integration: saved })).toMatchObject({ outcome: 'enrolled' })
  })
})

async function tried(shop: Academy, key: string) {
  const { sealingKeys, apiUrl } = shop.ports
  return proveSite({ SEALING_KEYS: sealingKeys, THINKIFIC_API_URL: apiUrl }, await accessWith(shop, key))
}

async function accessWith(shop: Academy, key: string): Promise<IntegrationAccess> {
  const access = await shop.access('shop')
  const sealedCredential = await seal(shop.ports.sealingKeys, `integration:shop:${access.id}`, key)
  return { ...access, sealedCredential }
}

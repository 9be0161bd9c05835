/** A sender and a format that do not exist, on the whole Worker: nothing but their folders and lines is added. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { HOOK_ROUTES } from '../../src/intake/hook-routes'
import { hooks } from '../../src/intake/hooks'
import { madeUpFormat } from '../intake/formats/made-up'
import { madeUpSender } from '../intake/senders/made-up'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import type { Person } from './person'
import type { Shop } from './shop'

HOOK_ROUTES.add({ name: 'made-up', sender: madeUpSender, format: madeUpFormat })

const TWO = ACADEMY_COURSES['Course Two']

let simulator: Simulator
let shop: Shop
let mia: Person

beforeEach(async () => {
  ;({ simulator, mia, shop } = await openOwnedShop())
  await shop.rule('lamp', 'product.purchased', 'create_course', TWO)
})

describe('A post of a made-up sender in a made-up format', () => {
  test('goes through queue and rule to Thinkific and an entry of the log', async () => {
    expect(await post('sold|Ada@example.com|lamp|A-1')).toBe(202)
    const [row] = await shop.log(1)
    expect(row).toMatchObject({ outcome: 'enrolled', event: 'delivery 7', orderId: 'A-1', madeHere: false })
    expect(simulator.site('academy').accessTo('ada@example.com', TWO)).toBe('full')
    const entry = await shop.journal.entry(row?.id ?? '')
    expect(entry?.source).toMatchObject({ kind: 'endpoint', sender: 'made-up-sender', format: 'made-up-format' })
    expect(entry?.marketEvent.body).toBe('sold|Ada@example.com|lamp|A-1')
  })

  test('is recognized when it comes again', async () => {
    await post('sold|ada@example.com|lamp|A-1')
    await shop.log(1)
    await post('sold|ada@example.com|lamp|A-1')
    await expect.poll(async () => (await shop.log(1))[0]?.repeats, { timeout: 20_000 }).toBe(1)
    expect(simulator.counts().total).toBe(2)
  })

  test('is an entry that says so where it is not understood', async () => {
    expect(await post('sold|ada@example.com')).toBe(400)
    const [row] = await shop.log(1)
    expect(row).toMatchObject({ outcome: 'not understood', sentence: expect.stringContaining('too few bars') })
  })
})

describe('a word of the made-up format that it does not know', () => {
  test('is treated as a purchase, in the name of its sender, and understood from then on', async () => {
    expect(await post('gifted|ada@example.com|lamp|A-1')).toBe(202)
    const [entry] = await shop.log(1)
    expect(entry).toMatchObject({ outcome: 'not understood', customer: { email: 'ada@example.com' } })
    const address = `/m/${shop.marketplace}/logs/${encodeURIComponent(entry?.id ?? '')}`
    expect((await mia.get(address)).text).toMatch(/Event received<[\s\S]*The made-up shop/)
    expect((await mia.get(`${address}/treatments/new`)).text).toContain('The made-up shop')
    const treated = await mia.post(`${address}/treatments`, { meaning: 'product.purchased', scope: 'word' })
    expect(treated.status).toBe(303)
    const outcomes = async () => (await shop.log(1)).map(({ outcome }) => outcome)
    await expect.poll(outcomes, { timeout: 20_000 }).toEqual(['enrolled'])
    expect(simulator.site('academy').accessTo('ada@example.com', TWO)).toBe('full')
  })
})

async function post(body: string): Promise<number> {
  const context = createExecutionContext()
  const headers = { 'x-made-up-key': shop.key, 'x-made-up-delivery': 'delivery 7' }
  const answer = await hooks.receive(shop.request('/made-up', body, headers), env, context)
  await waitOnExecutionContext(context)
  return answer.status
}

/** A marketplace that moved from site to site: an erasure and its deletion reach all that know of it, and no other's share. */
import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { KINDS } from '../../src/integrations'
import { connectIntegration } from '../../src/integrations/commands'
import { changeIntegration } from '../../src/integrations/settings-commands'
import { adminOf } from '../accounts/admin'
import { ACADEMY, ACADEMY_COURSES, STUDIO } from '../simulator/academy'
import { Person, setUp } from './person'
import { Shop, thinkific } from './shop'
import { everythingStored } from './stored'

const TOKEN = 'aTokenOfTheStudio0123456789abcdefghij'
const ADA = 'ada@example.com'
const TWO = ACADEMY_COURSES['Course Two']

let mia: Person
let shop: Shop
let rival: Shop

const buy = (of: Shop, product: string, order: string) =>
  of.send('product.purchased', {
    customer: { email: ADA, first_name: 'Augusta', last_name: 'Kingsley' },
    order: { id: order },
    items: [{ product_id: product, product_name: product }],
  })

/** Sells at the academy, at the studio in an object of its own, then in the studio's, and leaves all but the academy. */
beforeEach(async () => {
  const simulator = await thinkific()
  const studio = simulator.site('studio')
  studio.setAccessToken(TOKEN)
  studio.switches.tokenUnderOtherSubdomain = 'accepted'
  mia = new Person()
  shop = await new Shop(await setUp(mia)).open(['academy'])
  rival = await new Shop().open(['academy'])
  await rival.rule('club', 'product.purchased', 'create_course', TWO)
  await buy(rival, 'club', 'r1')
  await rival.log(1)
  const author = await adminOf(shop.marketplace)
  const id = shop.integration('studio')
  const kind = KINDS.get('thinkific')
  const settings = { site: 'studio', scheme: 'access_token', requestsPerMinute: 120, siteWelcome: false }
  expect(await connectIntegration(env, author, { id, kind, name: 'studio', settings, secret: TOKEN })).toEqual({
    ok: true,
  })
  await shop.rule('club', 'product.purchased', 'create_course', TWO)
  await shop.rule('yoga', 'product.purchased', 'create_course', TWO, { site: 'studio' })
  await buy(shop, 'club', '1')
  await buy(shop, 'yoga', '2')
  await shop.log(2)
  const moveTo = async (site: string, secret: string) => {
    const moved = { name: 'studio', settings: { ...settings, site, scheme: 'api_key' }, secret }
    expect(await changeIntegration(env, author, id, moved)).toMatchObject({ ok: true })
  }
  await moveTo('studio', STUDIO.apiKey)
  await buy(shop, 'yoga', '3')
  await shop.log(3)
  await moveTo('academy', ACADEMY.apiKey)
  expect(await knowing(shop.marketplace)).toBeGreaterThanOrEqual(3)
})

const sites = async () => (await everythingStored()).filter((row) => row.startsWith('THINKIFIC_SITE'))
const rowsWith = async (word: string) => (await sites()).filter((row) => row.toLowerCase().includes(word))
/** Customers' documents that name a marketplace. */
const knowing = async (marketplace: string) =>
  (await rowsWith(marketplace)).filter((row) => row.startsWith('THINKIFIC_SITE customers')).length

async function untilDone(): Promise<void> {
  for (let alarms = 0; alarms < 40; alarms += 1) {
    const jobs = await shop.journal.jobs()
    if (jobs.every(({ endedAt }) => endedAt !== null)) {
      break
    }
    vi.setSystemTime(Date.now() + 120_000)
    await runDurableObjectAlarm(shop.journal)
  }
  vi.useRealTimers()
}

describe('A marketplace that moved from site to site', () => {
  test('an erasure reaches every site, and leaves the other’s customer', async () => {
    await mia.post(`/m/${shop.marketplace}/customers/${encodeURIComponent(ADA)}/erasures`)
    await untilDone()
    const left = await rowsWith('ada@example')
    expect(left).toHaveLength(1)
    expect(left[0]).toContain(rival.marketplace)
  })

  test('its deletion reaches every site, and leaves the other’s customer', async () => {
    await mia.post(`/m/${shop.marketplace}/deletions`, { confirm: 'yes', name: 'any' })
    await untilDone()
    expect(await rowsWith(shop.marketplace)).toEqual([])
    expect(await knowing(rival.marketplace)).toBe(1)
  })
})

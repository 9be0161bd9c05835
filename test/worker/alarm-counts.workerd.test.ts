/** Each alarm's number is the number its link shows, on the whole Worker. */
import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { listCauses } from '../../src/attention/causes'
import { loadFacts } from '../../src/attention/load-facts'
import { ACADEMY_COURSES, STUDIO_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import type { Person } from './person'
import type { Shop } from './shop'

const TWO = ACADEMY_COURSES['Course Two']
const GONE = 9_999
const EACH_SHOWN = 3

let simulator: Simulator
let mia: Person
let shop: Shop

beforeEach(async () => {
  ;({ simulator, mia, shop } = await openOwnedShop(['academy', 'studio']))
})

const sale = (product: string, name: string) => ({
  customer: { email: `${name}@example.com`, first_name: name, last_name: 'Lee' },
  order: { id: `${product} ${name}` },
  items: [{ product_id: product, product_name: product }],
})

async function sell(product: string, ...names: string[]): Promise<void> {
  for (const name of names) {
    await shop.send('product.purchased', sale(product, name))
  }
}

async function settled(entries: number): Promise<void> {
  const isThere = async () => (await shop.journal.log({ limit: 1_000 })).rows.length >= entries
  await vi.waitFor(async () => expect(await isThere()).toBe(true), { timeout: 45_000, interval: 100 })
}

async function causes() {
  const [overview, words, seen] = [
    await shop.journal.overview(),
    await shop.journal.notUnderstoodWords(),
    await shop.journal.seen(),
  ]
  const { facts } = await loadFacts(env, shop.marketplace, { overview, words, seen }, Date.now())
  return listCauses(facts, Date.now(), EACH_SHOWN)
}

const page = async (link: string) => (await mia.get(`/m/${shop.marketplace}${link}`)).text.replaceAll(/<[^>]+>/g, '')
const found = async (link: string) => Number(/([\d,]+) (?:entry|entries) found/.exec(await page(link))?.[1])

describe('An alarm', () => {
  test('has the number that its link shows, one alarm a cause', async () => {
    await shop.rule('club', 'product.purchased', 'create_course', TWO)
    await shop.rule('lost', 'product.purchased', 'create_course', GONE)
    await shop.rule('off', 'product.purchased', 'create_course', TWO, { on: false })
    await shop.rule('drawing', 'product.purchased', 'create_course', Object.values(STUDIO_COURSES)[0] ?? 0, {
      site: 'studio',
    })
    simulator.site('studio').resetApiKey('replaced by its owner')
    await sell('club', 'ann')
    await sell('lost', 'ben', 'cleo', 'dora')
    await sell('off', 'emil', 'fay')
    await sell('bare', 'gus')
    await settled(7)
    await sell('drawing', 'hal', 'ida')
    await shop.parked(2)
    await runDurableObjectAlarm(env.THINKIFIC_SITE.getByName('studio'))
    for (const word of ['Club Joined', 'Club Joined', 'Club Left']) {
      await shop.send(word, sale('club', 'jon'))
    }
    await settled(10)

    const all = await causes()
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
    const failed = all.filter(({ kind }) => kind === 'failed')
    expect(failed).toMatchObject([{ count: 3, title: '3 entries failed' }])
    expect(await found(failed[0]?.link ?? '')).toBe(3)

    const [rejected, ...others] = all.filter(({ kind }) => kind === 'credentials' || kind === 'parked')
    expect(others).toEqual([])
    expect(rejected?.text).toContain('2 entries are waiting')
    expect(await found(`/logs?outcome=waiting&state=parked&integration=${shop.integration('studio')}`)).toBe(2)
    expect(await found(`/logs?outcome=waiting&state=parked&integration=${shop.integration('academy')}`)).toBe(0)

    const words = all.filter(({ kind }) => kind === 'not understood')
    expect(words.map(({ count }) => count).sort()).toEqual([1, 2])
    expect(await found('/logs?outcome=not+understood&state=open')).toBe(3)

    const off = all.find(({ fix }) => fix === 'Switch on')
    expect(off).toMatchObject({ title: '“off” sells, but its rule is off', count: 1 })
    expect(all.filter(({ title }) => title.includes('“bare”'))).toHaveLength(1)
    const products = await page('/products')
    expect(products.match(/Its rule is off/g)).toHaveLength(1)
    expect(products.match(/No enrollment rule/g)).toHaveLength(1)
    const recommended = all.find(({ kind }) => kind === 'recommended rules')
    expect(recommended?.count).toBe((products.match(/Rule recommended|Its rule is off/g) ?? []).length)
    for (const { link } of all) {
      expect([link, (await mia.get(`/m/${shop.marketplace}${link}`)).status]).toEqual([link, 200])
    }
    const overview = await page('/overview')
    for (const { title } of all) {
      expect(overview.replaceAll('&quot;', '"')).toContain(title)
    }
  })
})

/** A merchant reconnects an integration whose key was rejected, on the whole Worker. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import type { Person } from './person'
import type { Shop } from './shop'

const NEW_KEY = 'a-new-key-of-thirty-two-letters-'

let simulator: Simulator
let mia: Person
let shop: Shop

beforeEach(async () => {
  ;({ simulator, mia, shop } = await openOwnedShop())
  await shop.rule('club', 'product.purchased', 'create_course', ACADEMY_COURSES['Course Two'])
})

describe('Reconnecting', () => {
  test('runs what waited for a working key, and says how many that are', async () => {
    simulator.site('academy').resetApiKey(NEW_KEY)
    for (const name of ['ann', 'ben', 'cleo']) {
      await shop.send('product.purchased', {
        customer: { email: `${name}@example.com`, first_name: name, last_name: 'Lee' },
        order: { id: name },
        items: [{ product_id: 'club' }],
      })
    }
    const [parked] = await shop.parked(3)
    const reconnect = new RegExp(
      `href="/m/[^"]*/integrations/${shop.integration('academy')}\\?reconnect=yes"[^>]*><span>Reconnect academy<`,
    )
    expect((await mia.get(`/m/${shop.marketplace}/logs`)).text).toMatch(reconnect)
    expect((await mia.get(`/m/${shop.marketplace}/logs/${encodeURIComponent(parked?.id ?? '')}`)).text).toMatch(
      reconnect,
    )
    await env.DB.prepare(`UPDATE members SET role = 'merchant' WHERE marketplace = ?`).bind(shop.marketplace).run()
    expect((await mia.get(`/m/${shop.marketplace}/logs`)).text).toContain('Reconnecting academy is for an admin')
    await env.DB.prepare(`UPDATE members SET role = 'admin' WHERE marketplace = ?`).bind(shop.marketplace).run()
    const at = `/m/${shop.marketplace}/integrations`
    const id = shop.integration('academy')
    const form = { name: 'academy', site: 'academy', key: NEW_KEY, pace: '120' }
    expect((await mia.post(`${at}/${id}`, form)).status).toBe(303)
    expect((await mia.get(at)).text).toContain('academy is saved. 3 waiting entries are running now.')
    expect((await shop.log(3)).map(({ outcome }) => outcome)).toEqual(['enrolled', 'enrolled', 'enrolled'])
    await mia.post(`${at}/${id}`, form)
    expect((await mia.get(at)).text).not.toContain('running now')
  })
})

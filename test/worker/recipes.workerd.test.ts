/** Every recipe’s body on the whole Worker: posted as its sender posts it, it enrolls and makes the entry the page promises. */
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { listRecipes } from '../../src/web/webhook/recipes'
import { ACADEMY_COURSES } from '../simulator/academy'
import { Shop, thinkific } from './shop'

const GIVEN = {
  url: 'https://app.example/hooks/x',
  secret: null,
  key: null,
  product: { id: '350399', name: 'Course Two' },
}
const PRODUCTS = ['350399', '93', 'course-two', 'product-12']

describe('Recipes', () => {
  test('every recipe', async () => {
    const recipes = listRecipes(GIVEN)
    const simulator = await thinkific()
    const shop = await new Shop().open(['academy'])
    for (const product of PRODUCTS) {
      await shop.rule(product, 'product.purchased', 'create_course', ACADEMY_COURSES['Course Two'])
    }
    const known = new Set<string>()
    for (const { id, body, contentType, entry, group } of recipes) {
      // Of its own customer and order, or it would repeat the one before.
      const own = body.replace(/ada(@|%40)example/, `${id}$1example`)
      const signed = sign(shop.secret, id, own)
      const isKeyed = group === 'No-code tools'
      const address = isKeyed ? `?key=${shop.key}` : ''
      const answer = await shop.post(address, own, { 'content-type': contentType, ...(isKeyed ? {} : signed) })
      expect([id, answer.status, await answer.json()]).toEqual([
        id,
        202,
        expect.not.objectContaining({ ignored: expect.anything() }),
      ])
      await expect
        .poll(() => simulator.site('academy').accessTo(`${id}@example.com`, ACADEMY_COURSES['Course Two']), {
          timeout: 20_000,
        })
        .toBe('full')
      const { rows } = await shop.journal.log({ search: `${id}@example.com` })
      const row = rows.find(({ product }) => product !== null && PRODUCTS.includes(product.id))
      expect(entry).toContain(`order ${row?.orderId}`)
      expect([`Product Purchased, ${row?.customer?.name}`, 'Product Purchased, ada@example.com']).toContain(
        entry.split(', order')[0],
      )
      expect(row).toMatchObject({ outcome: 'enrolled', trigger: 'product.purchased' })
      known.add(id)
    }
    expect(known.size).toBeGreaterThanOrEqual(13)
  })
})

function sign(secret: string, id: string, body: string): Record<string, string> {
  const now = new Date()
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  }
}

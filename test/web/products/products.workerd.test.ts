import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { findProduct } from '../../../src/products/store'
import { listRules } from '../../../src/rules/store'
import { integrationFor, NOTHING_SEEN, ruleFor, Visitor } from '../setup-pages'

const yoga = { productId: '350399', name: 'Power Yoga' }

describe('New Product', () => {
  test('works, and leads to its rules', async () => {
    const ada = new Visitor()
    const saved = await ada.post('/products', yoga)
    expect(saved).toMatchObject({ status: 303, to: `/m/${ada.marketplace}/products/350399/integrations` })
    expect((await ada.get('/products')).text).toContain('Power Yoga')
    expect((await ada.get('/products/350399/integrations')).text).toContain('New Rule')
  })

  test('takes ids as odd as a marketplace’s, emoji and right-to-left names', async () => {
    const ada = new Visitor()
    const saved = await ada.post('/products', { productId: 'a/b c?é', name: 'קורס 🧘 <script>' })
    expect(saved.to).toBe(`/m/${ada.marketplace}/products/a%2Fb%20c%3F%C3%A9/integrations`)
    const shown = await ada.get('/products/a%2Fb%20c%3F%C3%A9/integrations')
    expect(shown.status).toBe(200)
    expect(shown.text).toContain('קורס 🧘 &lt;script&gt;')
  })

  test('refuses what is missing, too long, known, or stands for every product', async () => {
    const ada = new Visitor()
    await ada.post('/products', yoga)
    const tries: [Record<string, string>, string][] = [
      [{ productId: '', name: '' }, 'Fix 2 problems'],
      [{ productId: '1', name: 'x'.repeat(10_000) }, '10,000 characters'],
      [{ productId: '350399', name: 'Again' }, 'Product 350399 already exists'],
      [{ productId: '*', name: 'All' }, 'An asterisk stands for every product'],
    ]
    for (const [fields, words] of tries) {
      const { status, text } = await ada.post('/products', fields)
      expect([status, text.includes(words)]).toEqual([422, true])
    }
    expect((await findProduct(env.DB, ada.marketplace, '350399'))?.name).toBe('Power Yoga')
  })
})

describe('a product', () => {
  test('that was bought without any create rule says so', async () => {
    const ada = new Visitor()
    await ada.post('/products', yoga)
    ada.journal.seen = { ...NOTHING_SEEN, products: [{ id: '350399', name: null, last: 1 }] }
    expect((await ada.get('/products/350399/integrations')).text).toContain(
      'People bought this, but no rule enrolls them',
    )
    await ruleFor(ada, await integrationFor(ada))
    expect((await ada.get('/products/350399/integrations')).text).not.toContain('It was bought, but')
  })

  test('renamed since its form was opened keeps that name, and the form what was typed', async () => {
    const ada = new Visitor()
    await ada.post('/products', yoga)
    const stampIn = (text: string) => text.match(/name="madeFrom" value="([^"]+)"/)?.[1] ?? ''
    const opened = stampIn((await ada.get('/products/350399/details')).text)
    await ada.post('/products/350399/details', { name: 'First', madeFrom: opened })
    const refused = await ada.post('/products/350399/details', { name: 'Second', madeFrom: opened })
    expect([refused.status, refused.text.includes('value="Second"')]).toEqual([422, true])
    expect(refused.text).toContain('This was changed after you opened it')
    expect((await findProduct(env.DB, ada.marketplace, '350399'))?.name).toBe('First')
    await ada.post('/products/350399/details', { name: 'Second', madeFrom: stampIn(refused.text) })
    expect((await findProduct(env.DB, ada.marketplace, '350399'))?.name).toBe('Second')
  })

  test('gets another name under Details', async () => {
    const ada = new Visitor()
    await ada.post('/products', yoga)
    expect((await ada.post('/products/350399/details', { name: ' ' })).status).toBe(422)
    await ada.post('/products/350399/details', { name: 'Power Yoga 2' })
    expect((await findProduct(env.DB, ada.marketplace, '350399'))?.name).toBe('Power Yoga 2')
  })

  test('of another marketplace does not exist', async () => {
    await new Visitor().post('/products', yoga)
    const bob = new Visitor()
    for (const path of ['integrations', 'details', 'copies', 'delete']) {
      expect((await bob.get(`/products/350399/${path}`)).status).toBe(404)
    }
    expect((await bob.post('/products/350399/details', { name: 'Mine' })).status).toBe(404)
    expect((await bob.post('/products/350399/deletions')).status).toBe(404)
  })
})

describe('Copy rules', () => {
  test('copies the chosen rules to the chosen products, once', async () => {
    const ada = new Visitor()
    for (const id of ['1', '2', '3']) {
      await ada.post('/products', { productId: id, name: `Product ${id}` })
    }
    const academy = await integrationFor(ada)
    const bought = await ruleFor(ada, academy, { product: '1' })
    const refund = await ruleFor(ada, academy, { product: '1', trigger: 'product.refunded', action: 'expire_course' })
    const form: [string, string][] = [
      ...[['id', crypto.randomUUID()] as [string, string]],
      ...[bought, refund].map((rule): [string, string] => ['rules', rule]),
      ...['2', '3'].map((product): [string, string] => ['products', product]),
    ]
    expect((await ada.post('/products/1/copies', form)).status).toBe(303)
    await ada.post('/products/1/copies', form)
    const rules = await listRules(env.DB, ada.marketplace)
    expect(rules.map((rule) => `${rule.product} ${rule.trigger}`).sort()).toEqual(
      ['1', '2', '3'].flatMap((product) => [`${product} product.purchased`, `${product} product.refunded`]),
    )
  })

  test('says what is missing', async () => {
    const ada = new Visitor()
    await ada.post('/products', yoga)
    const { status, text } = await ada.post('/products/350399/copies', { id: crypto.randomUUID() })
    expect([status, text.includes('Choose at least one rule.')]).toEqual([422, true])
  })
})

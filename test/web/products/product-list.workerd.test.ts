import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { listRules } from '../../../src/rules/store'
import { integrationFor, NOTHING_SEEN, ruleFor, Visitor } from '../setup-pages'

const NAMES = ['Apple', 'Breath', 'Club', 'Dance', 'Easel', 'Flow']

async function withProducts(): Promise<Visitor> {
  const ada = new Visitor()
  for (const [at, name] of NAMES.entries()) {
    await ada.post('/products', { productId: `10${at}`, name })
  }
  return ada
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/<bdi>(.*?)<\/bdi><\/a>/g)].map(([, name = '']) => name)
}

describe('Products', () => {
  test('begins with those whose buyers are left out, then those whose entries failed', async () => {
    const ada = await withProducts()
    ada.journal.seen = { ...NOTHING_SEEN, products: [{ id: '104', name: null, last: 1 }] }
    ada.journal.productFigures = { '102': { enrolled: 3, ended: 0, failed: 1, sales: 3 } }
    expect(namesIn((await ada.get('/products')).text)).toEqual(['Easel', 'Club', 'Apple', 'Breath', 'Dance', 'Flow'])
  })

  test('counts what came of each, with a link to those entries', async () => {
    const ada = await withProducts()
    const none = { enrolled: 0, ended: 0, failed: 0 }
    ada.journal.productFigures = { '102': { enrolled: 3, ended: 2, failed: 1, sales: 3 }, '104': { ...none, sales: 2 } }
    const { text } = await ada.get('/products')
    expect(text).toMatch(/logs\?product=102&amp;span=month">3 enrolled, 2 ended, 1 failed</)
    expect(text).toContain('>2 sales, nobody enrolled<')
  })

  test('is searched by name and id', async () => {
    const ada = await withProducts()
    expect(namesIn((await ada.get('/products?q=bREA')).text)).toEqual(['Breath'])
    expect(namesIn((await ada.get('/products?q=105')).text)).toEqual(['Flow'])
    expect((await ada.get('/products?q=zebra')).text).toContain('Nothing matches “zebra”')
  })
})

describe('one rule for many products', () => {
  test('the form makes it for each that is ticked, once, and says what happens now', async () => {
    const ada = await withProducts()
    const integration = await integrationFor(ada)
    const form: [string, string][] = Object.entries({
      id: crypto.randomUUID(),
      product: '100',
      integration,
      action: 'create_course',
      category: 'ecommerce',
      trigger: 'product.purchased',
      q: '1002',
      target: '1002',
    })
    form.push(['also', '101'], ['also', '102'])
    expect((await ada.post('/rules', form)).status).toBe(303)
    await ada.post('/rules', form)
    const rules = await listRules(env.DB, ada.marketplace)
    expect(rules.map(({ product, target }) => `${product} ${target.id}`).sort()).toEqual([
      '100 1002',
      '101 1002',
      '102 1002',
    ])
  })

  test('what is wrong with the form keeps the ticks', async () => {
    const ada = await withProducts()
    const integration = await integrationFor(ada)
    const { status, text } = await ada.post('/rules', [
      ...Object.entries({ id: crypto.randomUUID(), product: '100', integration, action: 'create_course' }),
      ...Object.entries({ category: 'ecommerce', trigger: 'product.purchased', target: '' }),
      ['also', '102'],
    ])
    expect(status).toBe(422)
    expect(text).toMatch(/name="also" value="102" checked/)
    expect(text).not.toMatch(/name="also" value="101" checked/)
  })

  test('Copy rules takes all products with one tick', async () => {
    const ada = await withProducts()
    const rule = await ruleFor(ada, await integrationFor(ada), { product: '100' })
    await ada.post('/products/100/copies', { id: crypto.randomUUID(), rules: rule, every: 'on' })
    expect(await listRules(env.DB, ada.marketplace)).toHaveLength(NAMES.length)
  })
})

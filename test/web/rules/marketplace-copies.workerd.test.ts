import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { findProduct } from '../../../src/products/store'
import { listRules } from '../../../src/rules/store'
import { integrationFor, ruleFor, Visitor } from '../setup-pages'

describe('Rules copied to another marketplace', () => {
  test('copies the chosen rules with their product, off unless chosen otherwise, and once', async () => {
    const { here, there, academy, rule } = await twoShops()
    const branch = await integrationFor(there, 'Branch')
    await ruleFor(here, academy, { target: '1012' })
    const id = crypto.randomUUID()
    const form = { id, rules: rule, [`becomes-${academy}`]: branch, on: 'no' }
    const first = await here.post(`/rules/copies/${there.marketplace}`, form)
    expect(first.to).toBe(`/m/${there.marketplace}/products/350399/integrations`)
    await here.post(`/rules/copies/${there.marketplace}`, form)
    await here.post(`/rules/copies/${there.marketplace}`, { ...form, id: crypto.randomUUID() })
    expect(await listRules(env.DB, there.marketplace)).toMatchObject([
      { product: '350399', integration: branch, target: { id: '1002', name: 'Course Two' }, on: false },
    ])
    expect((await findProduct(env.DB, there.marketplace, '350399'))?.name).toBe('Power Yoga')
    expect(await listRules(env.DB, here.marketplace)).toHaveLength(2)
  })

  test('switches copies on where asked and their rule is on, but never on another site', async () => {
    const { here, there, academy, rule } = await twoShops()
    const off = await ruleFor(here, academy, { target: '1012' })
    await here.post(`/rules/${off}/activation`, { on: 'no' })
    const [same, other] = [await integrationFor(there, 'Same'), await integrationFor(there, 'Other')]
    const site = `site-${academy}`
    await env.DB.prepare('UPDATE integrations SET site = ? WHERE id = ?').bind(site, same).run()
    const shown = await here.get(`/rules/copies/${there.marketplace}`)
    expect(shown.text).toContain(`<option value="${same}" selected=""`)

    const copy = (becomes: string) =>
      here.post(`/rules/copies/${there.marketplace}`, [
        ...Object.entries({ id: crypto.randomUUID(), [`becomes-${academy}`]: becomes, on: 'yes' }),
        ...[rule, off].map((one): [string, string] => ['rules', one]),
      ])
    await copy(same)
    await copy(other)
    const copied = (await listRules(env.DB, there.marketplace)).map((one) => [one.integration, one.target.id, one.on])
    expect(copied).toEqual([
      [same, '1002', true],
      [same, '1012', false],
      [other, '1002', false],
      [other, '1012', false],
    ])
  })

  test('says what is missing, with what was ticked kept', async () => {
    const { here, there, academy, rule } = await twoShops()
    const at = `/rules/copies/${there.marketplace}`
    expect((await here.get(at)).text).toContain('First connect a Thinkific site there')
    await integrationFor(there, 'Elsewhere')
    const second = await ruleFor(here, academy, { target: '1012' })
    const none = await here.post(at, { id: crypto.randomUUID(), on: 'yes' })
    expect([none.status, none.text.includes('Choose at least one rule.')]).toEqual([422, true])
    const unsaid = await here.post(at, { id: crypto.randomUUID(), rules: rule, on: 'yes' })
    expect(unsaid.status).toBe(422)
    expect(unsaid.text).toContain('Choose what takes Academy’s place.')
    expect(unsaid.text).toMatch(new RegExp(`value="${rule}" checked`))
    expect(unsaid.text).not.toMatch(new RegExp(`value="${second}" checked`))
    expect(unsaid.text).toMatch(/value="yes" checked/)
    expect(await listRules(env.DB, there.marketplace)).toEqual([])
  })

  test('is for members of both alone', async () => {
    const { here, academy, rule } = await twoShops()
    const foreign = new Visitor()
    const becomes = await integrationFor(foreign)
    const form = { id: crypto.randomUUID(), rules: rule, [`becomes-${academy}`]: becomes, on: 'yes' }
    for (const other of [foreign.marketplace, here.marketplace, 'nothing']) {
      expect((await here.get(`/rules/copies/${other}`)).status).toBe(404)
      expect((await here.post(`/rules/copies/${other}`, form)).status).toBe(404)
    }
    expect(await listRules(env.DB, foreign.marketplace)).toEqual([])
  })

  test('is offered only to those who belong to several', async () => {
    const { here, there } = await twoShops()
    expect((await here.get('/rules/copies')).text).toContain(`/rules/copies/${there.marketplace}`)
    const offered = 'Copy rules to another marketplace'
    expect((await here.get('/rules')).text).toContain(offered)
    expect((await here.get('/products/350399/integrations')).text).toContain(offered)
    await env.DB.prepare('DELETE FROM members WHERE marketplace = ?').bind(there.marketplace).run()
    expect((await here.get('/rules')).text).not.toContain(offered)
    expect((await here.get('/rules/copies')).text).toContain('You don’t belong to another marketplace')
  })
})

async function twoShops() {
  const [here, there] = [new Visitor(), new Visitor()]
  for (const [at, { marketplace }] of [here, there].entries()) {
    await env.DB.batch([
      env.DB.prepare('INSERT INTO marketplaces (id, name, slug, created_at) VALUES (?, ?, ?, 1)').bind(
        marketplace,
        `Shop ${at}`,
        marketplace,
      ),
      env.DB.prepare('INSERT INTO members (id, marketplace, person, role, created_at) VALUES (?, ?, ?, ?, 1)').bind(
        ...[`member ${marketplace}`, marketplace, `admin of ${here.marketplace}`, at === 0 ? 'admin' : 'merchant'],
      ),
    ])
  }
  const academy = await integrationFor(here)
  await here.post('/products', { productId: '350399', name: 'Power Yoga' })
  const rule = await ruleFor(here, academy, { product: '350399' })
  return { here, there, academy, rule }
}

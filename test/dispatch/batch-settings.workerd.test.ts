import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { INTEGRATIONS, loadSettings } from '../../src/dispatch/batch-settings'
import { RULES } from '../../src/dispatch/candidate-rules'
import type { CandidateTrigger } from '../../src/dispatch/candidate-triggers'
import { listRulesOff } from '../../src/dispatch/rules-off'
import { TRIGGERS } from '../../src/model/trigger'
import { addSeenProducts } from '../../src/products/seen'

const WANTED: CandidateTrigger[] = [{ marketplace: 'm1', product: 'p1', trigger: 'product.purchased', nameless: true }]

beforeAll(async () => {
  await env.DB.batch([
    integration('i1', 'm1', 'academy'),
    integration('i2', 'm2', 'elsewhere'),
    mapping('f1', 'm1', 'i1'),
    mapping('f2', 'm2', 'i2'),
    rule('own', 'm1', 'i1', 'p1', 'product.purchased'),
    rule('global', 'm1', 'i1', '*', 'product.purchased'),
    rule('other product', 'm1', 'i1', 'p2', 'product.purchased'),
    rule('other trigger', 'm1', 'i1', 'p1', 'product.refunded'),
    rule('other marketplace', 'm2', 'i2', 'p1', 'product.purchased'),
    rule('foreign integration', 'm1', 'i2', 'p1', 'product.purchased'),
  ])
})

describe('The settings of a batch', () => {
  test('rules that are off or gone are found among others', async () => {
    await env.DB.prepare(`UPDATE rules SET "on" = 0 WHERE id = 'other trigger'`).run()
    expect(await listRulesOff(env.DB, ['own', 'other trigger', 'never was'])).toEqual(['other trigger', 'never was'])
    await env.DB.prepare(`UPDATE rules SET "on" = 1 WHERE id = 'other trigger'`).run()
  })
})

describe('the look-up of a batch', () => {
  test('finds the product’s own rules and the global ones, of that marketplace and trigger alone', async () => {
    const { rules } = await loadSettings(env.DB, WANTED, ['m1'])
    expect(rules.map((one) => one.id).sort()).toEqual(['global', 'own'])
    expect(rules.find((one) => one.id === 'own')).toEqual({
      id: 'own',
      marketplace: 'm1',
      name: 'own',
      integration: 'i1',
      integrationName: 'Integration i1',
      site: 'academy',
      action: 'expire_bundle',
      trigger: 'product.purchased',
      target: { kind: 'bundle', id: '7', name: 'Bundle' },
      product: 'p1',
      on: true,
      options: {
        accessDays: 30,
        accessUntil: null,
        startsAfter: null,
        startsOn: null,
        end: { when: 'paid', days: 3 },
        giveBack: true,
        skipTest: true,
        removeAlways: false,
      },
    })
  })

  test('brings the integrations and mappings of the batch’s marketplaces alone', async () => {
    const { integrations, mappings } = await loadSettings(env.DB, WANTED, ['m1', 'm1'])
    expect(integrations).toEqual([
      {
        id: 'i1',
        name: 'Integration i1',
        marketplace: 'm1',
        kind: 'thinkific',
        site: 'academy',
        sealedCredential: 'sealed',
        settings: { site: 'academy', scheme: 'api_key', requestsPerMinute: 120, siteWelcome: true },
      },
    ])
    expect(mappings).toEqual([{ integration: 'i1', field: 'Company', definition: '55' }])
  })

  test('takes any number of products at once', async () => {
    const many = Array.from({ length: 500 }, (_, n) => ({ ...WANTED[0], product: `p${n}` }) as CandidateTrigger)
    const { rules } = await loadSettings(env.DB, many, ['m1'])
    expect(rules.map((one) => one.id).sort()).toEqual(['global', 'other product', 'own'])
  })

  test('takes the longest ids of twenty of the largest events at once, and brings each rule once', async () => {
    const triggers = TRIGGERS.filter((trigger) => trigger.startsWith('subscription.'))
    const products = Array.from({ length: 20 * 450 }, (_, n) => `${n}-${'é'.repeat(190)}`)
    const many = ['p1', ...products].flatMap((product) =>
      triggers.map((trigger): CandidateTrigger => ({ marketplace: 'm1', product, trigger, nameless: true })),
    )
    await env.DB.batch([
      rule('last product', 'm1', 'i1', products.at(-1) ?? '', 'subscription.charged'),
      rule('every product', 'm1', 'i1', '*', 'subscription.charged'),
    ])
    const { rules, names } = await loadSettings(env.DB, many, ['m1'])
    expect(rules.map((one) => one.id).sort()).toEqual(['every product', 'last product'])
    expect(names).toEqual([])
  })

  test('reads as many rows among 2,000 rules as among ten', async () => {
    const read = async () => {
      const { meta } = await env.DB.prepare(RULES)
        .bind(JSON.stringify([['m1', 'p1', ['product.purchased']]]))
        .all()
      return meta.rows_read
    }
    const before = await read()
    for (let n = 0; n < 20; n++) {
      await env.DB.batch(
        Array.from({ length: 100 }, (_, i) =>
          rule(`more ${n}-${i}`, 'm1', 'i1', `other-${n}-${i}`, 'product.purchased'),
        ),
      )
    }
    expect(await read()).toBe(before)
  })

  test('walks the index and scans no table', async () => {
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${RULES}`).bind('[]').all<{ detail: string }>()
    const plan = results.map((row) => row.detail).join('\n')
    expect(plan).toMatch(/SEARCH rules USING INDEX rules_match \(marketplace=\? AND product=\? AND trigger=\?\)/)
    expect(plan).not.toMatch(/SCAN (rules|integrations)/)
  })
})

describe('rules on access', () => {
  test('are noticed of the batch’s marketplaces, in the look-up that is made anyway', async () => {
    expect((await loadSettings(env.DB, WANTED, ['m1', 'm2'])).listening).toEqual(new Set())
    await env.DB.batch([rule('hook', 'm2', 'i2', '*', 'access.given')])
    expect((await loadSettings(env.DB, WANTED, ['m1', 'm2'])).listening).toEqual(new Set(['m2']))
    expect((await loadSettings(env.DB, WANTED, ['m1'])).listening).toEqual(new Set())
    await env.DB.prepare(`DELETE FROM rules WHERE id = 'hook'`).run()
  })

  test('cost no row among 2,000 rules that are on none', async () => {
    const { meta } = await env.DB.prepare(INTEGRATIONS)
      .bind(JSON.stringify(['m1']))
      .all()
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${INTEGRATIONS}`).bind('[]').all<{ detail: string }>()
    expect(results.map(({ detail }) => detail).join('\n')).toMatch(/SEARCH rules USING .*INDEX rules_access/)
    expect(meta.rows_read).toBeLessThanOrEqual(4)
  })

  test('bring their days before the end along', async () => {
    await env.DB.batch([rule('soon', 'm1', 'i1', 'p1', 'access.ends_soon')])
    await env.DB.prepare(`UPDATE rules SET notice_days = 7 WHERE id = 'soon'`).run()
    const [first] = WANTED as [CandidateTrigger]
    const { rules } = await loadSettings(env.DB, [{ ...first, trigger: 'access.ends_soon' }], ['m1'])
    expect(rules.map(({ id, options }) => [id, options.noticeDays])).toEqual([['soon', 7]])
  })
})

describe('products seen in events', () => {
  test('are added once, and keep the name they have', async () => {
    await addSeenProducts(
      env.DB,
      'm1',
      [
        { id: 'p1', name: 'Club' },
        { id: 'p2', name: null },
      ],
      5,
    )
    await addSeenProducts(env.DB, 'm1', [{ id: 'p1', name: 'Renamed' }], 6)
    const { results } = await env.DB.prepare('SELECT * FROM products ORDER BY id').all()
    expect(results).toEqual([
      { marketplace: 'm1', id: 'p1', name: 'Club', created_at: 5 },
      { marketplace: 'm1', id: 'p2', name: 'p2', created_at: 5 },
    ])
  })

  test('lend their names to events that lack them, but for an id that stands in for one', async () => {
    const [first] = WANTED as [CandidateTrigger]
    const wanted = [first, first, { ...first, product: 'p2' }, { ...first, marketplace: 'm2' }]
    const { names } = await loadSettings(env.DB, wanted, ['m1', 'm2'])
    expect(names).toEqual([{ marketplace: 'm1', product: 'p1', name: 'Club' }])
    expect((await loadSettings(env.DB, [{ ...first, nameless: false }], ['m1'])).names).toEqual([])
    expect(await loadSettings(env.DB, [{ ...first, trigger: null }], ['m1'])).toMatchObject({ names, rules: [] })
  })
})

function integration(id: string, marketplace: string, site: string): D1PreparedStatement {
  return env.DB.prepare(
    `INSERT INTO integrations (id, marketplace, kind, name, site, scheme, sealed_credential, requests_per_minute, site_welcome, problem, created_at, updated_at, settings)
         VALUES (?1, ?2, 'thinkific', 'Integration ' || ?1, ?3, 'api_key', 'sealed', 120, 1, NULL, 0, 0, NULL)`,
  ).bind(id, marketplace, site)
}

function mapping(id: string, marketplace: string, integration: string): D1PreparedStatement {
  return env.DB.prepare(`INSERT INTO mappings VALUES (?, ?, ?, 'Company', '55', 'Company')`).bind(
    id,
    marketplace,
    integration,
  )
}

function rule(
  id: string,
  marketplace: string,
  integration: string,
  product: string,
  trigger: string,
): D1PreparedStatement {
  return env.DB.prepare(
    `INSERT INTO rules (id, marketplace, integration, product, "trigger", action, target_kind, target_id, target_name, name, "on",
          access_days, end_when, end_days, skip_test, remove_always, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, 'expire_bundle', 'bundle', '7', 'Bundle', ?1, 1, 30, 'paid', 3, 1, 0, 0, 0)`,
  ).bind(id, marketplace, integration, product, trigger)
}

import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { describe, expect, test, vi } from 'vitest'
import { integrations } from '../../src/db/schema'
import type { Env } from '../../src/env'
import { createEndpoint, revokeSecret, rotateSecret } from '../../src/intake/endpoint-commands'
import { listSecrets } from '../../src/intake/store'
import { KINDS } from '../../src/integrations'
import { connectIntegration, deleteIntegration } from '../../src/integrations/commands'
import { addMapping } from '../../src/integrations/mapping-commands'
import { listMappings } from '../../src/integrations/mappings'
import { changeIntegration } from '../../src/integrations/settings-commands'
import { findIntegration, type Integration } from '../../src/integrations/store'
import { PLAIN_OPTIONS } from '../../src/model/rule'
import { addProduct, renameProduct } from '../../src/products/commands'
import { listProducts } from '../../src/products/store'
import { addRecommendedRules, addRule } from '../../src/rules/add-commands'
import { changeRule, deleteRule, switchRule } from '../../src/rules/commands'
import { findRule, listRules, type RuleDraft } from '../../src/rules/store'
import { adminOf } from '../accounts/admin'

const ADA = 'p1'
const SETTINGS = { site: 'academy', scheme: 'api_key', requestsPerMinute: 120, siteWelcome: false }

describe('rules', () => {
  test('come back as they went in, with the name and site of their integration', async () => {
    const { marketplace, academy } = await shop()
    const end = { when: 'paid', days: 3 } as const
    const draft = {
      ...rule(marketplace, academy.id),
      options: {
        accessDays: 30,
        accessUntil: '2026-12-24',
        startsAfter: 7,
        startsOn: '2026-12-01',
        end,
        giveBack: false,
        skipTest: true,
        removeAlways: true,
        daysAssumed: true as const,
      },
    }
    await addRule(env, author(marketplace), draft)
    expect(await findRule(env.DB, marketplace, draft.id)).toEqual({
      ...draft,
      integrationName: 'Academy',
      site: 'academy',
    })
  })

  test('are added by the hundred, in the order given, and once', async () => {
    const { marketplace, academy } = await shop()
    const drafts = Array.from({ length: 500 }, () => rule(marketplace, academy.id))
    await addRecommendedRules(env, author(marketplace), drafts)
    await addRecommendedRules(env, author(marketplace), drafts)
    expect((await listRules(env.DB, marketplace)).map(({ id }) => id)).toEqual(drafts.map(({ id }) => id))
  })

  test('of another marketplace are not read, changed, switched or deleted', async () => {
    const { marketplace, academy } = await shop()
    const other = await shop()
    const draft = rule(marketplace, academy.id)
    await addRule(env, author(marketplace), draft)
    expect(await findRule(env.DB, other.marketplace, draft.id)).toBeNull()
    const stranger = author(other.marketplace)
    const mine = { ...draft, marketplace: other.marketplace, name: 'Mine' }
    expect(await changeRule(env, stranger, mine, KINDS)).toMatchObject({ ok: false, reason: 'gone' })
    expect(await switchRule(env, stranger, draft.id, false)).toMatchObject({ ok: false, reason: 'gone' })
    expect(await deleteRule(env, stranger, draft.id)).toMatchObject({ ok: false, reason: 'gone' })
    expect(await addRule(env, stranger, mine)).toMatchObject({ ok: false, reason: 'no integration' })
    expect(await findRule(env.DB, marketplace, draft.id)).toMatchObject({ name: draft.name, on: true })
  })
})

describe('integrations', () => {
  test('of another marketplace are not changed or deleted, nor their rules and mappings', async () => {
    const { marketplace, academy } = await shop()
    const other = await shop()
    await addRule(env, author(marketplace), rule(marketplace, academy.id))
    const row = { id: crypto.randomUUID(), integration: academy.id, field: 'Firma' }
    await addMapping(env, author(marketplace), { ...row, definition: '1', definitionLabel: 'Company' })
    const thief = author(other.marketplace)
    const taking = { ...row, definition: '2', definitionLabel: 'Company' }
    expect(await addMapping(env, thief, taking)).toMatchObject({ ok: false, reason: 'no integration' })
    const mine = { name: 'Mine', settings: SETTINGS, secret: null }
    expect(await changeIntegration(env, thief, academy.id, mine)).toMatchObject({ ok: false, reason: 'gone' })
    expect(await deleteIntegration(env, thief, academy.id)).toMatchObject({ ok: false, reason: 'gone' })
    expect(await listRules(env.DB, marketplace)).toHaveLength(1)
    expect(await listMappings(env.DB, marketplace, academy.id)).toHaveLength(1)
    expect(await listMappings(env.DB, other.marketplace, academy.id)).toEqual([])
  })

  test('cannot be taken over by their id', async () => {
    const { marketplace, academy } = await shop()
    const open = { getByName: () => ({ adopt: async () => {} }) } as unknown as Env['THINKIFIC_SITE']
    const page = { current_page: 1, next_page: null, prev_page: null, total_pages: 1, total_items: 0 }
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () =>
      Response.json({ items: [], meta: { pagination: page } }),
    )
    const taking = {
      id: academy.id,
      kind: KINDS.get('thinkific'),
      name: 'Mine',
      settings: SETTINGS,
      secret: 'k'.repeat(32),
    }
    const taken = await connectIntegration({ ...env, THINKIFIC_SITE: open }, await adminOf('thief'), taking)
    expect(taken).toMatchObject({ ok: false, reason: 'taken' })
    expect(await findIntegration(env.DB, marketplace, academy.id)).toEqual(academy)
  })
})

describe('products', () => {
  test('are each marketplace’s own, even under one id', async () => {
    const [one, two] = [await shop(), await shop()]
    const [ada, bea] = [author(one.marketplace), author(two.marketplace)]
    expect(await addProduct(env, ada, { id: '1', name: 'Yoga' })).toMatchObject({ ok: true })
    expect(await addProduct(env, ada, { id: '1', name: 'Again' })).toMatchObject({ ok: false, reason: 'known' })
    expect(await renameProduct(env, bea, '1', 'Mine')).toMatchObject({ ok: false, reason: 'gone' })
    expect(await listProducts(env.DB, one.marketplace)).toMatchObject([{ id: '1', name: 'Yoga' }])
    expect(await listProducts(env.DB, two.marketplace)).toEqual([])
  })
})

describe('secrets', () => {
  test('are neither listed, rotated nor revoked by another marketplace', async () => {
    const { marketplace } = await shop()
    const endpoint = crypto.randomUUID()
    const first = await created(marketplace, endpoint)
    const thief = await adminOf('thief')
    expect(await listSecrets(env.DB, 'thief', endpoint, 5)).toEqual([])
    expect(await createEndpoint(env, thief, endpoint)).toMatchObject({ ok: false, reason: 'done before' })
    const next = { id: crypto.randomUUID(), kind: 'signing' } as const
    expect(await rotateSecret(env, thief, next)).toMatchObject({ ok: false, reason: 'no endpoint' })
    expect(await revokeSecret(env, thief, first)).toMatchObject({ ok: false, reason: 'gone' })
    expect(await signing(marketplace, endpoint)).toMatchObject([{ id: first, validUntil: null }])
  })

  test('are five of a kind at most while they are valid', async () => {
    const { marketplace } = await shop()
    await created(marketplace, crypto.randomUUID())
    const rotate = () => rotateSecret(env, author(marketplace), { id: crypto.randomUUID(), kind: 'signing' })
    for (let made = 1; made < 5; made += 1) {
      expect(await rotate()).toMatchObject({ ok: true })
    }
    expect(await rotate()).toMatchObject({ ok: false, reason: 'too many' })
    expect(await rotateSecret(env, author(marketplace), { id: crypto.randomUUID(), kind: 'key' })).toMatchObject({
      ok: true,
    })
  })

  test('are five of a kind at most, however many forms arrive at once', async () => {
    const { marketplace } = await shop()
    const endpoint = crypto.randomUUID()
    await created(marketplace, endpoint)
    const rotate = () => rotateSecret(env, author(marketplace), { id: crypto.randomUUID(), kind: 'signing' })
    const rotated = await Promise.all(Array.from({ length: 7 }, rotate))
    expect(rotated.filter(({ ok }) => ok)).toHaveLength(4)
    expect(await signing(marketplace, endpoint)).toHaveLength(5)
  })

  test('rotated twice by one form leave one current', async () => {
    const { marketplace } = await shop()
    const endpoint = crypto.randomUUID()
    const first = await created(marketplace, endpoint)
    const next = { id: crypto.randomUUID(), kind: 'signing' } as const
    expect(await rotateSecret(env, author(marketplace), next)).toMatchObject({ ok: true })
    const [, before] = await signing(marketplace, endpoint)
    expect(await rotateSecret(env, author(marketplace), next)).toMatchObject({ ok: false, reason: 'done before' })
    expect(await signing(marketplace, endpoint)).toMatchObject([{ id: next.id, validUntil: null }, before ?? {}])
    expect(before?.id).toBe(first)
    expect(await signing(marketplace, endpoint, before?.validUntil ?? 0)).toHaveLength(1)
  })
})

/** A new endpoint; the id of its signing secret. */
async function created(marketplace: string, endpoint: string): Promise<string> {
  await createEndpoint(env, author(marketplace), endpoint)
  const [secret] = await signing(marketplace, endpoint)
  return secret?.id ?? ''
}

async function signing(marketplace: string, endpoint: string, now = Date.now()) {
  return (await listSecrets(env.DB, marketplace, endpoint, now)).filter(({ kind }) => kind === 'signing')
}

function author(marketplace: string) {
  return { marketplace, person: { id: ADA, name: 'Ada', email: 'ada@example.com' } }
}

async function shop() {
  const marketplace = crypto.randomUUID()
  const academy: Integration = {
    id: crypto.randomUUID(),
    marketplace,
    kind: 'thinkific',
    name: 'Academy',
    site: 'academy',
    scheme: 'api_key',
    sealedCredential: 'v1',
    requestsPerMinute: 120,
    siteWelcome: false,
    settings: null,
    problem: null,
    deletingAt: null,
    createdAt: 1,
    updatedAt: 1,
  }
  await drizzle(env.DB).insert(integrations).values(academy)
  await adminOf(marketplace, ADA)
  return { marketplace, academy }
}

function rule(marketplace: string, integration: string): RuleDraft {
  return {
    id: crypto.randomUUID(),
    marketplace,
    integration,
    name: 'VIP',
    product: '*',
    on: true,
    action: 'expire_course',
    trigger: 'product.refunded',
    options: PLAIN_OPTIONS,
    target: { kind: 'course', id: '1002', name: 'Course Two' },
  }
}

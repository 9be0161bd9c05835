import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { addEndpoint, type EndpointSecret, listSecrets, revokeSecret, rotateSecret } from '../../src/intake/store'
import { addMapping, listMappings } from '../../src/integrations/mappings'
import { addIntegration, changeIntegration, deleteIntegration, type Integration } from '../../src/integrations/store'
import { PLAIN_OPTIONS } from '../../src/model/rule'
import { addProduct, listProducts, renameProduct } from '../../src/products/store'
import {
  addRules,
  changeRule,
  deleteRule,
  findRule,
  listRules,
  type RuleDraft,
  switchRule,
} from '../../src/rules/store'

describe('rules', () => {
  it('come back as they went in, with the name and site of their integration', async () => {
    const { marketplace, academy } = await shop()
    const end = { when: 'paid', days: 3 } as const
    const draft = {
      ...rule(marketplace, academy.id),
      options: { accessDays: 30, end, skipTest: true, removeAlways: true },
    }
    await addRules(env.DB, [draft])
    expect(await findRule(env.DB, marketplace, draft.id)).toEqual({
      ...draft,
      integrationName: 'Academy',
      site: 'academy',
    })
  })

  it('are added by the hundred, in the order given, and once', async () => {
    const { marketplace, academy } = await shop()
    const drafts = Array.from({ length: 500 }, () => rule(marketplace, academy.id))
    await addRules(env.DB, drafts)
    await addRules(env.DB, drafts)
    expect((await listRules(env.DB, marketplace)).map(({ id }) => id)).toEqual(drafts.map(({ id }) => id))
  })

  it('of another marketplace are not read, changed, switched or deleted', async () => {
    const { marketplace, academy } = await shop()
    const other = await shop()
    const draft = rule(marketplace, academy.id)
    await addRules(env.DB, [draft])
    expect(await findRule(env.DB, other.marketplace, draft.id)).toBeNull()
    expect(await changeRule(env.DB, { ...draft, marketplace: other.marketplace, name: 'Mine' })).toBe(false)
    expect(await switchRule(env.DB, other.marketplace, draft.id, false)).toBe(false)
    expect(await deleteRule(env.DB, other.marketplace, draft.id)).toBe(false)
    expect(await findRule(env.DB, marketplace, draft.id)).toMatchObject({ name: draft.name, on: true })
  })
})

describe('integrations', () => {
  it('of another marketplace are not changed or deleted, nor their rules and mappings', async () => {
    const { marketplace, academy } = await shop()
    const other = await shop()
    await addRules(env.DB, [rule(marketplace, academy.id)])
    const row = { id: crypto.randomUUID(), marketplace, integration: academy.id }
    await addMapping(env.DB, { ...row, field: 'Firma', definition: '1', definitionLabel: 'Company' })
    expect(await changeIntegration(env.DB, other.marketplace, academy.id, { name: 'Mine' })).toBe('gone')
    expect(await deleteIntegration(env.DB, other.marketplace, academy.id)).toBe(false)
    expect(await listRules(env.DB, marketplace)).toHaveLength(1)
    expect(await listMappings(env.DB, marketplace, academy.id)).toHaveLength(1)
    expect(await listMappings(env.DB, other.marketplace, academy.id)).toEqual([])
  })

  it('cannot be taken over by their id', async () => {
    const { academy } = await shop()
    expect(await addIntegration(env.DB, { ...academy, marketplace: 'thief' })).toBe('taken')
  })
})

describe('products', () => {
  it('are each marketplace’s own, even under one id', async () => {
    const [one, two] = [await shop(), await shop()]
    expect(await addProduct(env.DB, one.marketplace, { id: '1', name: 'Yoga' })).toBe('added')
    expect(await addProduct(env.DB, one.marketplace, { id: '1', name: 'Again' })).toBe('known')
    expect(await renameProduct(env.DB, two.marketplace, '1', 'Mine')).toBe(false)
    expect(await listProducts(env.DB, one.marketplace)).toMatchObject([{ id: '1', name: 'Yoga' }])
    expect(await listProducts(env.DB, two.marketplace)).toEqual([])
  })
})

describe('secrets', () => {
  it('are neither listed, rotated nor revoked by another marketplace', async () => {
    const { marketplace } = await shop()
    const endpoint = crypto.randomUUID()
    const first = secret(endpoint)
    await addEndpoint(env.DB, { id: endpoint, marketplace, createdAt: 1 }, [first])
    expect(await listSecrets(env.DB, 'thief', endpoint, 5)).toEqual([])
    expect(await revokeSecret(env.DB, 'thief', endpoint, first.id)).toBe(false)
    expect(await rotateSecret(env.DB, 'thief', secret(endpoint), 2)).toBe(false)
    expect(await listSecrets(env.DB, marketplace, endpoint, 5)).toMatchObject([{ id: first.id, validUntil: null }])
  })

  it('rotated twice by one form leave one current', async () => {
    const { marketplace } = await shop()
    const endpoint = crypto.randomUUID()
    const [first, second] = [secret(endpoint), { ...secret(endpoint), createdAt: 2 }]
    await addEndpoint(env.DB, { id: endpoint, marketplace, createdAt: 1 }, [first])
    await rotateSecret(env.DB, marketplace, second, 100)
    await rotateSecret(env.DB, marketplace, second, 200)
    expect(await listSecrets(env.DB, marketplace, endpoint, 50)).toMatchObject([
      { id: second.id, validUntil: null },
      { id: first.id, validUntil: 100 },
    ])
    expect(await listSecrets(env.DB, marketplace, endpoint, 100)).toHaveLength(1)
  })
})

async function shop() {
  const marketplace = crypto.randomUUID()
  const academy: Integration = {
    ...{ id: crypto.randomUUID(), marketplace, kind: 'thinkific', name: 'Academy', site: 'academy', scheme: 'api_key' },
    ...{
      sealedCredential: 'v1',
      requestsPerMinute: 120,
      siteWelcome: false,
      settings: null,
      problem: null,
      createdAt: 1,
      updatedAt: 1,
    },
  }
  await addIntegration(env.DB, academy)
  return { marketplace, academy }
}

function rule(marketplace: string, integration: string): RuleDraft {
  return {
    ...{ id: crypto.randomUUID(), marketplace, integration, name: 'VIP', product: '*', on: true },
    ...{ action: 'expire_course', trigger: 'product.refunded', options: PLAIN_OPTIONS },
    target: { kind: 'course', id: '1002', name: 'Course Two' },
  }
}

function secret(endpoint: string): EndpointSecret {
  return { id: crypto.randomUUID(), endpoint, kind: 'signing', sealed: 'v1', createdAt: 1, validUntil: null }
}

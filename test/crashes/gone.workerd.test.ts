/** What a person changes while another deletes it, or ends it. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { listAudit } from '../../src/accounts/audit'
import { acceptInvitation, invite, withdrawInvitation } from '../../src/accounts/invitation-commands'
import { deleteChannel } from '../../src/alerts/commands'
import { KINDS } from '../../src/integrations'
import { deleteProduct, renameProduct } from '../../src/products/commands'
import { copyRulesToProducts } from '../../src/products/copy-commands'
import { addRecommendedRules, addRule } from '../../src/rules/add-commands'
import { changeRule, deleteRule, switchRule } from '../../src/rules/commands'
import { findRule } from '../../src/rules/store'
import { createSimulator } from '../simulator/simulator'
import { beforeWriting } from './racing-env'
import { CASES } from './registry'
import { openScene, type Scene } from './scene'

let scene: Scene

beforeEach(async () => {
  const simulator = createSimulator()
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
  scene = await openScene(simulator)
})

describe('A rule deleted while someone', () => {
  test.each([true, false])('switches it (on: %s) reads that it is gone', async (on) => {
    const { ada, rule } = scene
    await switchRule(env, ada, rule.id, !on)
    const racing = beforeWriting(() => deleteRule(env, ada, rule.id))
    expect(await switchRule(racing, ada, rule.id, on)).toMatchObject({ ok: false, reason: 'gone' })
  })

  test('edits it reads that it is gone', async () => {
    const { ada, rule } = scene
    const racing = beforeWriting(() => deleteRule(env, ada, rule.id))
    const changed = await changeRule(racing, ada, { ...rule, name: 'Club' }, KINDS)
    expect(changed).toMatchObject({ ok: false, reason: 'gone' })
  })
})

describe('A product deleted while someone', () => {
  const rulesOf = (product: string) =>
    env.DB.prepare('SELECT count(*) AS n FROM rules WHERE product = ?').bind(product).first('n')
  const deleting = () => beforeWriting(() => deleteProduct(env, scene.ada, 'p2'))

  test('adds a rule to it leaves no rule without a product', async () => {
    const { ada, rule, tag } = scene
    const draft = { ...rule, id: `${tag}-late`, product: 'p2' }
    const refused = { ok: false, reason: 'no product', sentence: 'The product of this rule has since been deleted.' }
    expect(await addRule(deleting(), ada, draft)).toEqual(refused)
    expect(await addRule(env, ada, draft)).toEqual(refused)
    expect(await addRecommendedRules(env, ada, [draft])).toEqual(refused)
    expect([await rulesOf('p2'), await listAudit(env.DB, ada.marketplace, 5)]).toMatchObject([0, [{ did: 'deleted' }]])
  })

  test('moves a rule to it leaves that rule as it was', async () => {
    const { ada, rule } = scene
    const changed = await changeRule(deleting(), ada, { ...rule, product: 'p2' }, KINDS)
    expect(changed).toMatchObject({ ok: false, reason: 'no product' })
    expect(await findRule(env.DB, ada.marketplace, rule.id)).toEqual(rule)
  })

  test('copies rules to it copies none', async () => {
    const { ada, rule, tag } = scene
    const copies = { id: `${tag}-form`, from: 'p1', rules: [rule.id], products: ['p2'] }
    expect(await copyRulesToProducts(deleting(), ada, copies)).toMatchObject({ ok: false, reason: 'gone' })
    expect(await rulesOf('p2')).toBe(0)
  })

  test('renames it reads that it is gone', async () => {
    const renamed = await renameProduct(deleting(), scene.ada, 'p2', 'Another name')
    expect(renamed).toMatchObject({ ok: false, reason: 'gone' })
  })
})

describe('A channel deleted while someone edits it', () => {
  test('reads as gone', async () => {
    const { ada } = scene
    const id = (await CASES.changeChannel?.given?.(scene)) ?? ''
    const racing = beforeWriting(() => deleteChannel(env, ada, id))
    expect(await CASES.changeChannel?.run(racing, scene, id)).toMatchObject({ ok: false, reason: 'gone' })
  })
})

describe('An invitation accepted while an admin withdraws it', () => {
  test('is not said to be withdrawn', async () => {
    const { ada, ben, other, tag } = scene
    const author = { ...ada, marketplace: other }
    await invite(env, author, { id: tag, email: ben.email, role: 'merchant', origin: '' })
    const racing = beforeWriting(() => acceptInvitation(env, ben, tag))
    expect(await withdrawInvitation(racing, author, tag)).toMatchObject({ ok: false, reason: 'over' })
  })
})

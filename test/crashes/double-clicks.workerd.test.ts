/** What the two answers to a double click lead to. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { openAccount } from '../../src/accounts/account-commands'
import { createResetLink } from '../../src/accounts/team-commands'
import { copyRulesToProducts } from '../../src/products/copy-commands'
import { copyRulesToMarketplace } from '../../src/products/marketplace-copy-commands'
import { createSimulator } from '../simulator/simulator'
import { CASES } from './registry'
import { openScene, PASSWORD, type Scene } from './scene'

let scene: Scene

beforeEach(async () => {
  const simulator = createSimulator()
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
  scene = await openScene(simulator)
})

describe('A double click', () => {
  test('on a link for a new password shows one that works, or says that another was made', async () => {
    const { ada, ben } = scene
    const member = `${ben.id}-in-${ada.marketplace}`
    const made = await Promise.all([1, 2].map(() => createResetLink(env, ada, member)))
    expect(made).toMatchObject([{ ok: true }, { ok: true }])
  })

  test('on Create Account leads to the marketplace that was made', async () => {
    const person = { name: 'Dora', email: `dora@${scene.tag}.example.com`, password: PASSWORD, proven: true }
    const open = () => openAccount(env, person, { name: 'Her shop', zone: null }, new Headers())
    const both = await Promise.all([open(), open()])
    const { results } = await env.DB.prepare(`SELECT id FROM marketplaces WHERE name = 'Her shop'`).all<{
      id: string
    }>()
    expect(results).toHaveLength(1)
    expect(both).toMatchObject([1, 2].map(() => ({ ok: true, id: results[0]?.id })))
  })

  test('on the first code of two-step sign-in does not call the code wrong', async () => {
    const key = (await CASES.confirmTwoStep?.given?.(scene)) ?? ''
    const confirm = () => CASES.confirmTwoStep?.run(env, scene, key)
    await confirm()
    expect(await confirm()).toMatchObject({ ok: false, reason: 'on already' })
  })
})

describe('A double click on Copy Rules', () => {
  test('answers what was copied, to products', async () => {
    const { ada, rule, tag } = scene
    const copy = () =>
      copyRulesToProducts(env, ada, { id: `${tag}-form`, from: 'p1', rules: [rule.id], products: ['p2'] })
    expect([await copy(), await copy()]).toEqual(Array(2).fill({ ok: true, text: '1 rule copied to 1 product.' }))
  })

  test('answers what was copied, to another marketplace', async () => {
    const { ada, rule, tag, other, integration } = scene
    const copy = async () => {
      const becomes = { [integration]: `${tag}-elsewhere` }
      const copied = await copyRulesToMarketplace(env, ada, {
        id: `${tag}-form`,
        to: other,
        rules: [rule.id],
        on: true,
        becomes,
      })
      return copied.ok && copied.text
    }
    const text = `1 rule copied to The marketplace ${other}, switched on where they are on here.`
    expect([await copy(), await copy()]).toEqual([text, text])
  })
})

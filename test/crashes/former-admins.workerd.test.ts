/** A request that arrived while its sender was an admin, and runs after they are none, changes nothing. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSimulator } from '../simulator/simulator'
import { commandsWith } from './command-sources'
import { CASES } from './registry'
import { look, openScene } from './scene'

const FOR_ADMINS = commandsWith("'no admin'")

/** In this order: the first is taken back before the next, and the last leaves no member. */
const ENDINGS = {
  'asked for two-step sign-in, which they lack': 'UPDATE marketplaces SET two_step = 1',
  demoted: `UPDATE members SET role = 'merchant' WHERE person = ?`,
  removed: 'DELETE FROM members WHERE person = ?',
}
/** Their author has it. */
const HAS_TWO_STEP = ['requireTwoStep']

let simulator = createSimulator()

beforeEach(() => {
  simulator = createSimulator()
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe('An admin who was asked for two-step sign-in, demoted or removed meanwhile', () => {
  test.each(FOR_ADMINS)('can no longer %s, and reads so', async (name) => {
    const one = CASES[name]
    const scene = await openScene(simulator)
    const given = (await one?.given?.(scene)) ?? ''
    for (const [how, ending] of Object.entries(ENDINGS)) {
      if (ending.includes('two_step') && HAS_TWO_STEP.includes(name)) {
        continue
      }
      await env.DB.prepare('UPDATE marketplaces SET two_step = 0').run()
      await env.DB.prepare(ending)
        .bind(...(ending.includes('?') ? [scene.ada.person.id] : []))
        .run()
      const before = await look(scene, ['throttles'])
      expect(await one?.run(env, scene, given), how).toMatchObject({
        ok: false,
        reason: 'no admin',
        sentence: 'You are no longer an admin of this marketplace, so nothing was changed.',
      })
      expect(await look(scene, ['throttles']), how).toEqual(before)
    }
  })
})

/** A request that arrived while its sender was an admin, and runs after they are none, changes nothing. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSimulator } from '../simulator/simulator'
import { commandsWith } from './command-sources'
import { CASES } from './registry'
import { look, openScene } from './scene'

const FOR_ADMINS = commandsWith("'no admin'")

const ENDINGS = {
  demoted: `UPDATE members SET role = 'merchant' WHERE person = ?`,
  removed: 'DELETE FROM members WHERE person = ?',
  'asked for two-step sign-in, which they lack,': 'UPDATE marketplaces SET two_step = 1',
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

describe.each(Object.entries(ENDINGS))('An admin who was %s meanwhile', (_, ending) => {
  const names = FOR_ADMINS.filter((name) => !(ending.includes('two_step') && HAS_TWO_STEP.includes(name)))

  test.each(names)('can no longer %s, and reads so', async (name) => {
    const one = CASES[name]
    const scene = await openScene(simulator)
    const given = (await one?.given?.(scene)) ?? ''
    await env.DB.prepare(ending)
      .bind(...(ending.includes('?') ? [scene.ada.person.id] : []))
      .run()
    const before = await look(scene, ['throttles'])
    expect(await one?.run(env, scene, given)).toMatchObject({
      ok: false,
      reason: 'no admin',
      sentence: 'You are no longer an admin of this marketplace, so nothing was changed.',
    })
    expect(await look(scene, ['throttles'])).toEqual(before)
  })
})

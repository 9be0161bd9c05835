/** Commands of channels on the real D1 and journal: who may be mailed, how often one is tested, and lost secrets. */
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { removeMember } from '../../src/accounts/team-commands'
import { addChannel, deleteChannel } from '../../src/alerts/commands'
import { deliverAlert } from '../../src/alerts/deliver'
import { openAccess } from '../../src/alerts/sealed-address'
import { changeChannel } from '../../src/alerts/settings-commands'
import { type Channel, findChannel, stampChannel } from '../../src/alerts/store'
import { sendTestAlert } from '../../src/alerts/test-commands'
import { alertChannels } from '../../src/db/schema'
import type { Env } from '../../src/env'
import { showSecret } from '../../src/integrations/signed-post/signing-secret'
import { openScene, type Scene } from '../crashes/scene'
import { createSimulator } from '../simulator/simulator'

const ORIGIN = 'https://enroll.example.com'
const REFUSED = 'Alerts are mailed to members of the team only. Invite this address first.'

let scene: Scene
let mailed: string[]
let signUp: Env

beforeEach(async () => {
  const simulator = createSimulator()
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) =>
    String(input).includes('hooks.example.com') ? new Response('ok') : simulator.fetch(input, init),
  )
  scene = await openScene(simulator)
  mailed = []
  const MAILER = { send: async ({ to }: { to: string }) => void mailed.push(to) } as unknown as SendEmail
  signUp = { ...env, MAILER, MAIL_FROM: 'enrollwire@example.com', PUBLIC_URL: ORIGIN, SIGN_UP: 'open' } as Env
})

function add(kind: string, address: string, of = signUp) {
  const id = crypto.randomUUID()
  const settings = { name: `Channel ${id}`, causes: [], quiet: null, digest: null, on: true }
  return addChannel(of, scene.ada, { id, kind, address, origin: ORIGIN, ...settings }).then((added) => ({ id, added }))
}

async function rowOf(id: string): Promise<Channel> {
  const found = await findChannel(env.DB, scene.ada.marketplace, id)
  if (found === null) {
    throw new Error('no such channel')
  }
  return found
}

function switchOn(channel: Channel, address = '') {
  const { id, name, causes } = channel
  const settings = { name, causes, quiet: null, digest: null, on: true }
  const madeFrom = stampChannel(channel)
  return changeChannel(signUp, scene.ada, id, { ...settings, address, origin: ORIGIN, madeFrom })
}

describe('Where anyone can sign up', () => {
  test('an address that no member has is refused with what to do', async () => {
    const { added } = await add('email', 'stranger@example.com')
    expect(added).toEqual({ ok: false, reason: 'address refused', sentence: REFUSED })
    expect((await add('email', scene.ben.email.toUpperCase())).added.ok).toBe(true)
    expect((await add('email', 'ops@example.com', { ...signUp, SIGN_UP: 'invitation' })).added.ok).toBe(true)
  })

  test('a member who left is mailed nothing more, though an admin switches the channel on again', async () => {
    const { ada, ben } = scene
    const { id } = await add('email', ben.email)
    expect((await sendTestAlert(signUp, ada, id)).ok).toBe(true)
    expect(mailed).toEqual([ben.email])
    expect(await removeMember(signUp, ada, `${ben.id}-in-${ada.marketplace}`)).toMatchObject({ ok: true })
    expect(await switchOn(await rowOf(id))).toMatchObject({ ok: true })
    const answer = { sent: false, sentence: REFUSED, lasting: true }
    expect(await sendTestAlert(signUp, ada, id)).toMatchObject({ ok: true, result: answer })
    const shop = { id: ada.marketplace, name: 'Shop' }
    const message = { id: 'alert_1', at: 0, kind: 'alert' as const, items: [], more: 0 }
    expect(await deliverAlert(signUp, await rowOf(id), shop, message)).toEqual(answer)
    expect(mailed).toEqual([ben.email])
  })
})

describe('Test alerts', () => {
  test('are counted for the marketplace, however many channels are made for them', async () => {
    for (let n = 0; n < 10; n += 1) {
      const { id } = await add('slack', 'https://hooks.example.com/a')
      expect(await sendTestAlert(env, scene.ada, id)).toMatchObject({ ok: true, result: { sent: true } })
      await deleteChannel(env, scene.ada, id)
    }
    const { id } = await add('slack', 'https://hooks.example.com/a')
    expect(await sendTestAlert(env, scene.ada, id)).toMatchObject({ ok: false, reason: 'too often' })
  })
})

describe('A signed channel whose row cannot be opened', () => {
  test('has a new secret once it is saved with its address, which is shown', async () => {
    const { id } = await add('signed-url', 'https://hooks.example.com/a')
    await drizzle(env.DB).update(alertChannels).set({ sealedAddress: 'sealed under a lost key' })
    const saved = await switchOn(await rowOf(id), 'https://hooks.example.com/a')
    const { secret } = await openAccess(env.SEALING_KEYS, await rowOf(id))
    expect(saved).toEqual({ ok: true, secret: showSecret(secret ?? '') })
    const again = await switchOn(await rowOf(id), 'https://hooks.example.com/b')
    expect(again).toEqual({ ok: true, secret: null })
    expect(await openAccess(env.SEALING_KEYS, await rowOf(id))).toEqual({
      address: 'https://hooks.example.com/b',
      secret,
    })
  })
})

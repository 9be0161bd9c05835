import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { describe, expect, test, vi } from 'vitest'
import { removeMember } from '../../src/accounts/team-commands'
import { alertChannels } from '../../src/db/schema'
import { openScene } from '../crashes/scene'
import { createSimulator } from '../simulator/simulator'
import { sampleChannel } from './shop'

describe('A member who leaves', () => {
  test('alerts by e-mail to a member who is removed are switched off, and no others', async () => {
    const simulator = createSimulator()
    vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
    const { ada, ben, tag } = await openScene(simulator)
    const { marketplace } = ada
    const row = (id: string, of: object) => ({ ...sampleChannel({ id: `${tag}-${id}` }), marketplace, ...of })
    await drizzle(env.DB)
      .insert(alertChannels)
      .values([
        row('ben', { kind: 'email', shown: ben.email }),
        row('ada', { kind: 'email', shown: ada.person.email }),
        row('chat', { shown: ben.email }),
      ])
    expect(await removeMember(env, ada, `${ben.id}-in-${marketplace}`)).toMatchObject({ ok: true })
    const { results } = await env.DB.prepare('SELECT id FROM alert_channels WHERE "on" = 1 ORDER BY id').all()
    expect(results).toEqual([{ id: `${tag}-ada` }, { id: `${tag}-chat` }])
  })
})

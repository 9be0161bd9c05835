import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadAuth } from '../../../src/accounts/auth'
import { findTimeZone } from '../../../src/accounts/time-zone'
import { joinTeam, listAudit } from './host'
import { merchant } from './visitor'

beforeAll(async () => {
  await loadAuth(env)
})

describe('the time zone of a marketplace', () => {
  test('is the browser’s that made it, and UTC without a script or with a cookie that is no zone', async () => {
    const host = await merchant('zoe')
    const made = async (zone: string | null) => {
      host.visitor.jar.delete('zone')
      if (zone !== null) {
        host.visitor.jar.set('zone', zone)
      }
      const answer = await host.visitor.post('/marketplaces', { name: 'Another shop' })
      return findTimeZone(env.DB, /\/m\/([^/]+)/.exec(answer.headers.get('location') ?? '')?.[1] ?? '')
    }
    expect(await made('America/New_York')).toBe('America/New_York')
    expect(await made(null)).toBe('UTC')
    expect(await made('Nowhere/Land')).toBe('UTC')
  })

  test('is changed by admins from a list, and the trail has it', async () => {
    const host = await merchant('yan')
    const page = `/m/${host.marketplace}/team/time-zone`
    expect(await (await host.visitor.get(page)).text()).toContain('<option>Europe/Vienna</option>')
    await host.visitor.post(page, { zone: 'Europe/Vienna' })
    await host.visitor.post(page, { zone: 'Europe/Vienna' })
    expect(await findTimeZone(env.DB, host.marketplace)).toBe('Europe/Vienna')
    expect(await (await host.visitor.get(page)).text()).toMatch(/<option selected[^>]*>Europe\/Vienna/)
    expect((await listAudit(host.marketplace)).filter((line) => line.includes('time zone'))).toHaveLength(1)
    const refused = await host.visitor.post(page, { zone: 'Nowhere/Land' })
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('Choose a time zone from the list.'),
    ])
    const other = await joinTeam(host, 'xia')
    expect((await other.get(page)).status).toBe(404)
    expect((await other.post(page, { zone: 'UTC' })).status).toBe(404)
    expect(await findTimeZone(env.DB, host.marketplace)).toBe('Europe/Vienna')
  })
})

describe('the time zone of a viewer', () => {
  test('is the browser’s, until they choose another for this browser', async () => {
    const { visitor } = await merchant('viv')
    visitor.jar.set('zone', 'Europe/Vienna')
    const shown = async () => /Times are in ([^.]+)\./.exec(await (await visitor.get('/account')).text())?.[1]
    expect(await shown()).toBe('Europe/Vienna')
    await visitor.post('/account/zone', { zone: 'America/New_York' })
    expect(await shown()).toBe('America/New York')
    await visitor.post('/account/zone', { zone: 'Nowhere/Land' })
    expect(await shown()).toBe('America/New York')
    await visitor.post('/account/zone', { zone: '' })
    expect(await shown()).toBe('Europe/Vienna')
  })
})

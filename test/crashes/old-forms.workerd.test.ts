/** A form that was open while another person changed what it shows. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { listAudit } from '../../src/accounts/audit'
import { stampOf } from '../../src/accounts/form-stamp'
import { findTimeZone } from '../../src/accounts/time-zone'
import { changeTimeZone } from '../../src/accounts/time-zone-commands'
import { changeDelinquency } from '../../src/intake/delinquency-commands'
import { findMarketplaceEndpoint } from '../../src/intake/store'
import { KINDS } from '../../src/integrations'
import { stampIntegration } from '../../src/integrations/connection'
import { changeIntegration } from '../../src/integrations/settings-commands'
import { findIntegration } from '../../src/integrations/store'
import { renameProduct } from '../../src/products/commands'
import { findProduct } from '../../src/products/store'
import { changeRule } from '../../src/rules/commands'
import { findRule, stampRule } from '../../src/rules/store'
import { createSimulator } from '../simulator/simulator'
import { openScene, type Scene } from './scene'

interface Form {
  /** What is stored now, as the form shows it. */
  read(scene: Scene): Promise<unknown>
  stamp(scene: Scene): Promise<string>
  save(scene: Scene, value: number, madeFrom: string, at?: typeof env): Promise<{ ok: boolean; reason?: string }>
}

const settings = (site: string, requestsPerMinute: number) => ({
  site,
  scheme: 'api_key',
  requestsPerMinute,
  siteWelcome: false,
})

const ZONES = ['UTC', 'Europe/Vienna', 'America/Chicago', 'Asia/Tokyo']

const FORMS: Record<string, Form> = {
  'A rule': {
    read: async ({ ada, rule }) => (await findRule(env.DB, ada.marketplace, rule.id))?.name,
    stamp: async ({ ada, rule }) =>
      stampRule((await findRule(env.DB, ada.marketplace, rule.id)) ?? expect.fail('no rule')),
    save: ({ ada, rule }, value, madeFrom, at = env) =>
      changeRule(at, ada, { ...rule, name: `Rule ${value}` }, KINDS, madeFrom),
  },
  'An integration': {
    read: async ({ ada, integration }) => {
      const found = await findIntegration(env.DB, ada.marketplace, integration)
      return [found?.name, found?.requestsPerMinute]
    },
    stamp: async ({ ada, integration }) =>
      stampIntegration((await findIntegration(env.DB, ada.marketplace, integration)) ?? expect.fail('no integration')),
    save: ({ ada, integration, site }, value, madeFrom, at = env) =>
      changeIntegration(at, ada, integration, {
        name: `School ${value}`,
        settings: settings(site, 60 + value),
        secret: null,
        madeFrom,
      }),
  },
  'A product': {
    read: async ({ ada }) => (await findProduct(env.DB, ada.marketplace, 'p1'))?.name,
    stamp: async ({ ada }) => stampOf((await findProduct(env.DB, ada.marketplace, 'p1'))?.name),
    save: ({ ada }, value, madeFrom, at = env) => renameProduct(at, ada, 'p1', `Product ${value}`, madeFrom),
  },
  'The number of failed payments': {
    read: async ({ ada }) => (await findMarketplaceEndpoint(env.DB, ada.marketplace))?.delinquentAt,
    stamp: async ({ ada }) => stampOf((await findMarketplaceEndpoint(env.DB, ada.marketplace))?.delinquentAt ?? 4),
    save: ({ ada }, value, madeFrom, at = env) => changeDelinquency(at, ada, 5 + value, madeFrom),
  },
  'The time zone': {
    read: ({ ada }) => findTimeZone(env.DB, ada.marketplace),
    stamp: async ({ ada }) => stampOf(await findTimeZone(env.DB, ada.marketplace)),
    save: ({ ada }, value, madeFrom, at = env) => changeTimeZone(at, ada, ZONES[value] ?? '', madeFrom),
  },
}

let scene: Scene

beforeEach(async () => {
  const simulator = createSimulator()
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
  scene = await openScene(simulator)
})

describe.each(Object.entries(FORMS))('%s', (_, form) => {
  test('changed since its form was opened keeps that change, and says so', async () => {
    const opened = await form.stamp(scene)
    await form.save(scene, 1, opened)
    const stored = await form.read(scene)
    expect(await form.save(scene, 2, opened)).toMatchObject({ ok: false, reason: 'changed meanwhile' })
    expect(await form.read(scene)).toEqual(stored)
    expect(await listAudit(env.DB, scene.ada.marketplace, 10)).toHaveLength(1)
    // Shown again, its form is made from what is stored now.
    expect(await form.save(scene, 2, await form.stamp(scene))).toMatchObject({ ok: true })
    expect(await form.read(scene)).not.toEqual(stored)
  })

  test('is saved once by a form that is sent twice', async () => {
    const opened = await form.stamp(scene)
    expect(await form.save(scene, 1, opened)).toMatchObject({ ok: true })
    expect(await form.save(scene, 1, opened)).toMatchObject({ ok: true })
    expect(await listAudit(env.DB, scene.ada.marketplace, 10)).toHaveLength(1)
  })

  test('changed by another while it is saved keeps that change, whose audit line is the only one', async () => {
    const opened = await form.stamp(scene)
    let hasRaced = false
    const batch = async (statements: D1PreparedStatement[]) => {
      if (!hasRaced) {
        hasRaced = true
        await form.save(scene, 1, '')
      }
      return env.DB.batch(statements)
    }
    const DB = { prepare: (sql: string) => env.DB.prepare(sql), batch } as unknown as D1Database
    expect(await form.save(scene, 2, opened, { ...env, DB })).toMatchObject({ ok: false, reason: 'changed meanwhile' })
    const stored = await form.read(scene)
    await form.save(scene, 1, '')
    expect(await form.read(scene)).toEqual(stored)
    expect(await listAudit(env.DB, scene.ada.marketplace, 10)).toHaveLength(1)
  })
})

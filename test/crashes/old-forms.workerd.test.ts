/** A form that was open while another person changed what it shows. */
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { listAudit } from '../../src/accounts/audit'
import { stampOf } from '../../src/accounts/form-stamp'
import { findTimeZone } from '../../src/accounts/time-zone'
import { changeTimeZone } from '../../src/accounts/time-zone-commands'
import { openStoredAccess } from '../../src/alerts/sealed-address'
import { changeChannel } from '../../src/alerts/settings-commands'
import { findChannel, stampChannel } from '../../src/alerts/store'
import { stampChanges } from '../../src/configuration/change'
import { applyConfiguration } from '../../src/configuration/commands'
import type { ConfigurationFile } from '../../src/configuration/format'
import { loadPlan } from '../../src/configuration/load-plan'
import { readConfigurationFile } from '../../src/configuration/read-file'
import { audit } from '../../src/db/schema'
import { changeDelinquency } from '../../src/intake/delinquency-commands'
import { findMarketplaceEndpoint } from '../../src/intake/store'
import { KINDS } from '../../src/integrations'
import { stampIntegration } from '../../src/integrations/connection'
import { openCredential } from '../../src/integrations/credentials/sealed-credential'
import { changeIntegration } from '../../src/integrations/settings-commands'
import { findIntegration } from '../../src/integrations/store'
import { renameProduct } from '../../src/products/commands'
import { findProduct } from '../../src/products/store'
import { changeRule } from '../../src/rules/commands'
import { findRule, stampRule } from '../../src/rules/store'
import { createSimulator } from '../simulator/simulator'
import { commandsWith } from './command-sources'
import { CASES } from './registry'
import { openScene, type Scene } from './scene'

interface Form {
  command: string
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

const KEYS = ['k', '1', '2', '3'].map((letter) => letter.repeat(32))

async function findOwnIntegration({ ada, integration }: Scene) {
  return (await findIntegration(env.DB, ada.marketplace, integration)) ?? expect.fail('no integration')
}

async function findOwnChannel({ ada, tag }: Scene) {
  return (await findChannel(env.DB, ada.marketplace, `${tag}-channel`)) ?? expect.fail('no channel')
}

const CHANNEL = { causes: [], quiet: null, digest: null, on: true, origin: 'https://enrollwire.test' }

const FORMS: Record<string, Form> = {
  'A rule': {
    command: 'changeRule',
    read: async ({ ada, rule }) => (await findRule(env.DB, ada.marketplace, rule.id))?.name,
    stamp: async ({ ada, rule }) =>
      stampRule((await findRule(env.DB, ada.marketplace, rule.id)) ?? expect.fail('no rule')),
    save: ({ ada, rule }, value, madeFrom, at = env) =>
      changeRule(at, ada, { ...rule, name: `Rule ${value}` }, KINDS, madeFrom),
  },
  'An integration': {
    command: 'changeIntegration',
    read: async (scene) => {
      const { name, requestsPerMinute } = await findOwnIntegration(scene)
      return [name, requestsPerMinute]
    },
    stamp: async (scene) => stampIntegration(await findOwnIntegration(scene)),
    save: ({ ada, integration, site }, value, madeFrom, at = env) =>
      changeIntegration(at, ada, integration, {
        name: `School ${value}`,
        settings: settings(site, 60 + value),
        secret: null,
        madeFrom,
      }),
  },
  'An integration’s key': {
    command: 'changeIntegration',
    read: async (scene) => openCredential(env.SEALING_KEYS, await findOwnIntegration(scene)),
    stamp: async (scene) => stampIntegration(await findOwnIntegration(scene)),
    save: ({ ada, integration, site }, value, madeFrom, at = env) => {
      simulator.addSite({ subdomain: site, apiKey: KEYS[value] ?? '', accessToken: 'none' })
      return changeIntegration(at, ada, integration, {
        name: 'Academy',
        settings: settings(site, 77),
        secret: KEYS[value] ?? '',
        madeFrom,
      })
    },
  },
  'A channel': {
    command: 'changeChannel',
    read: async (scene) => (await findOwnChannel(scene)).name,
    stamp: async (scene) => stampChannel(await findOwnChannel(scene)),
    save: ({ ada, tag }, value, madeFrom, at = env) =>
      changeChannel(at, ada, `${tag}-channel`, { ...CHANNEL, name: `Channel ${value}`, address: '', madeFrom }),
  },
  'A channel’s address': {
    command: 'changeChannel',
    read: async (scene) => (await openStoredAccess(env.SEALING_KEYS, await findOwnChannel(scene)))?.address,
    stamp: async (scene) => stampChannel(await findOwnChannel(scene)),
    save: ({ ada, tag }, value, madeFrom, at = env) => {
      const address = `https://hooks.example.com/${value}`
      return changeChannel(at, ada, `${tag}-channel`, { ...CHANNEL, name: 'Operations', address, madeFrom })
    },
  },
  'A product': {
    command: 'renameProduct',
    read: async ({ ada }) => (await findProduct(env.DB, ada.marketplace, 'p1'))?.name,
    stamp: async ({ ada }) => stampOf((await findProduct(env.DB, ada.marketplace, 'p1'))?.name),
    save: ({ ada }, value, madeFrom, at = env) => renameProduct(at, ada, 'p1', `Product ${value}`, madeFrom),
  },
  'The number of failed payments': {
    command: 'changeDelinquency',
    read: async ({ ada }) => (await findMarketplaceEndpoint(env.DB, ada.marketplace))?.delinquentAt,
    stamp: async ({ ada }) => stampOf((await findMarketplaceEndpoint(env.DB, ada.marketplace))?.delinquentAt ?? 4),
    save: ({ ada }, value, madeFrom, at = env) => changeDelinquency(at, ada, 5 + value, madeFrom),
  },
  'The time zone': {
    command: 'changeTimeZone',
    read: ({ ada }) => findTimeZone(env.DB, ada.marketplace),
    stamp: async ({ ada }) => stampOf(await findTimeZone(env.DB, ada.marketplace)),
    save: ({ ada }, value, madeFrom, at = env) => changeTimeZone(at, ada, ZONES[value] ?? '', madeFrom),
  },
  'A rule in a configuration file': {
    command: 'applyConfiguration',
    read: async ({ ada, rule }) => (await findRule(env.DB, ada.marketplace, rule.id))?.name,
    // Of what any of the files would change.
    stamp: async (scene) => {
      const plans = await Promise.all([1, 2].map((value) => loadPlan(env, scene.ada.marketplace, toFile(scene, value))))
      return stampChanges(plans.flatMap(({ plan }) => plan.changes))
    },
    save: (scene, value, madeFrom, at = env) =>
      applyConfiguration(at, scene.ada, {
        id: scene.tag,
        text: JSON.stringify(toFile(scene, value)),
        madeFrom,
        remove: [],
        answers: {},
        origin: 'https://enrollwire.test',
      }),
  },
}

function toFile({ rule }: Scene, value: number): ConfigurationFile {
  const { product, trigger, action, target } = rule
  const changed = { id: rule.id, name: `Rule ${value}`, product, trigger, action, integration: 'Academy', target }
  const file = { version: 1, rules: [{ ...changed, target: { id: target.id } }] }
  const read = readConfigurationFile(JSON.stringify(file))
  return read.ok ? read.configuration : expect.fail('the file is refused')
}

let scene: Scene
let simulator = createSimulator()

beforeEach(async () => {
  simulator = createSimulator()
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => simulator.fetch(input, init))
  scene = await openScene(simulator)
  await CASES.changeChannel?.given?.(scene)
  await drizzle(env.DB).delete(audit)
})

describe('Every command that changes what a form shows', () => {
  test('is tried', () => {
    expect(commandsWith('madeFrom')).toEqual(
      [...new Set(Object.values(FORMS).map(({ command }) => command))].toSorted(),
    )
  })
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

  test('is saved once by a form that is sent twice at once', async () => {
    const opened = await form.stamp(scene)
    const both = await Promise.all([1, 2].map(() => form.save(scene, 1, opened)))
    expect(both).toMatchObject([{ ok: true }, { ok: true }])
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

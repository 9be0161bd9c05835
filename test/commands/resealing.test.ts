import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, test } from 'vitest'
import { type ResealTools, resealAll } from '../../.run/resealing'
import { seal, sealingKeyId, unseal } from '../../src/secrets/sealing'

const OLD = `k1:${btoa('0123456789abcdef0123456789abcdef')}`
const INTEGRATION = 'integration:m1:i1'
const SECRET = 'endpoint:m1:e1:s1'

let database: DatabaseSync
let commands: string[]
let printed: string[]
let put: string[]
let tools: ResealTools
/** Runs before each statement: what another person does meanwhile. */
let meanwhile: (sql: string) => void

beforeEach(async () => {
  database = new DatabaseSync(':memory:')
  for (const file of readdirSync('migrations').sort()) {
    database.exec(readFileSync(`migrations/${file}`, 'utf8'))
  }
  commands = []
  printed = []
  put = []
  meanwhile = () => {}
  tools = {
    where: ['--local'],
    print: (line) => printed.push(line),
    putKeys: async (keys) => void put.push(keys),
    wrangler: async (args) => {
      commands.push(args.join(' '))
      const sql = args.at(-1) ?? ''
      meanwhile(sql)
      if (!sql.startsWith('SELECT')) {
        database.exec(sql)
      }
      const results = sql.startsWith('SELECT') ? database.prepare(sql).all() : []
      return { code: 0, printed: JSON.stringify([{ results, success: true }]) }
    },
  }
  integration(await seal(OLD, INTEGRATION, 'the API key'))
  database.exec(`INSERT INTO endpoints (id, marketplace, created_at) VALUES ('e1', 'm1', 0)`)
  const sealed = await seal(OLD, SECRET, 'whsec_secret')
  database.prepare(`INSERT INTO endpoint_secrets VALUES ('s1', 'e1', 'signing', ?, 0, NULL)`).run(sealed)
})

describe('npm run reseal', () => {
  test('with a new key gives it to the Worker first, then seals everything under it', async () => {
    meanwhile = (sql) => {
      if (sql.startsWith('UPDATE')) {
        expect(put).toHaveLength(1)
      }
    }
    await resealAll(tools, OLD, true)
    const [keys = ''] = put
    expect(keys).toMatch(new RegExp(`^k2:\\S+ ${OLD}$`))
    expect(sealed().map(sealingKeyId)).toEqual(['k2', 'k2'])
    expect(await unseal(keys, INTEGRATION, sealed()[0] ?? '')).toBe('the API key')
    expect(await unseal(keys, SECRET, sealed()[1] ?? '')).toBe('whsec_secret')
    expect(printed.join('\n')).toContain('Sealed again under k2: 2')
  })

  test('no key is ever among a command’s words, nor printed', async () => {
    await resealAll(tools, OLD, true)
    for (const key of (put[0] ?? '').split(' ')) {
      const secret = key.slice(3)
      expect([...commands, ...printed].join('\n')).not.toContain(secret)
    }
  })

  test('run again changes nothing', async () => {
    await resealAll(tools, OLD, true)
    const before = sealed()
    await resealAll(tools, put[0] ?? '', false)
    expect(sealed()).toEqual(before)
    expect(put).toHaveLength(1)
  })

  test('goes on where it was interrupted', async () => {
    await resealAll(tools, OLD, true)
    const stale = await seal(OLD, INTEGRATION, 'the API key')
    database.prepare('UPDATE integrations SET sealed_credential = ?').run(stale)
    await resealAll(tools, put[0] ?? '', false)
    expect(sealed().map(sealingKeyId)).toEqual(['k2', 'k2'])
  })

  test('changes nothing at all when a secret cannot be read', async () => {
    const other = `k9:${btoa('another key that opens nothing..')}`
    const before = sealed()
    await expect(resealAll(tools, other, true)).rejects.toThrow(/nothing was changed[\s\S]*i1: The key k1/)
    expect([sealed(), put]).toEqual([before, []])
  })

  test('seals nothing under a key the Worker may not have', async () => {
    const unknown = `k2:${btoa('a key nobody gave to the Worker!')} ${OLD}`
    await expect(resealAll(tools, unknown, false)).rejects.toThrow('--new-key')
    expect(sealed().map(sealingKeyId)).toEqual(['k1', 'k1'])
  })

  test('a credential saved meanwhile is kept, and sealed again in its turn', async () => {
    const saved = await seal(OLD, INTEGRATION, 'another API key')
    meanwhile = (sql) => {
      if (!sql.startsWith('UPDATE integrations')) {
        return
      }
      meanwhile = () => {}
      database.prepare('UPDATE integrations SET sealed_credential = ?').run(saved)
    }
    await resealAll(tools, OLD, true)
    expect(await unseal(put[0] ?? '', INTEGRATION, sealed()[0] ?? '')).toBe('another API key')
    expect(sealingKeyId(sealed()[0] ?? '')).toBe('k2')
  })
})

function integration(sealedCredential: string): void {
  database
    .prepare(
      `INSERT INTO integrations (id, marketplace, kind, name, site, scheme, sealed_credential, requests_per_minute, site_welcome, problem, created_at, updated_at, settings)
         VALUES ('i1', 'm1', 'thinkific', 'A', 'a', 'api_key', ?, 120, 0, NULL, 0, 0, NULL)`,
    )
    .run(sealedCredential)
}

function sealed(): string[] {
  const rows = database.prepare(
    'SELECT sealed_credential AS sealed FROM integrations UNION ALL SELECT sealed FROM endpoint_secrets',
  )
  return rows.all().map((row) => String(row.sealed))
}

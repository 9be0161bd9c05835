/** `npm run deploy` with the real wrangler, whose Cloudflare answers on loopback. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT, run } from '../../../.run/child'
import { cloudflareApi } from '../../../.run/cloudflare-api'
import { type DeployTools, deploy } from '../../../.run/deployment'
import { writeSecrets } from '../../../.run/secrets'
import { ACCOUNT, CloudflareAccount } from '../../commands/cloudflare-account'
import { CONFIG, PRODUCTION } from '../../commands/deploy-tools'

/** A deploy starts wrangler six times, for some seconds each, and builds the Worker. */
const LIMIT_MS = 900_000
/** Other journeys run what is built, so it is not built again under them. */
const BUILT_BEFORE = CONFIG.replace(/^\[build\]\n(.+\n)+/m, '')
const MIGRATIONS = 'SELECT count(*) AS n FROM d1_migrations'

const account = new CloudflareAccount()
const written = new Set<string>()
let printed: string[] = []
let tools: DeployTools

beforeAll(async () => {
  const address = await account.start()
  const environment = {
    CLOUDFLARE_API_BASE_URL: address,
    CLOUDFLARE_API_TOKEN: 'a token',
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
  }
  const wrangler = (words: string[]) => run('wrangler', words, 'pipe', environment)
  tools = {
    wrangler,
    ask: cloudflareApi(wrangler, address),
    choosePlace: async () => ({ jurisdiction: null, location: null }),
    print: (line) => printed.push(line),
    config: BUILT_BEFORE,
    account: ACCOUNT,
    writeConfig: (text, name) => {
      const path = join(ROOT, `.wrangler.deploy.rehearsal-${name ?? 'production'}.toml`)
      writeFileSync(path, text)
      written.add(path)
      return path
    },
    writeSecrets,
    keepSecrets: () => '.secrets-now.json',
    given: {},
    isThrownAway: false,
    build: { version: '0.2.0', commit: 'abc123' },
  }
})

afterAll(() => {
  account.stop()
  for (const path of written) {
    rmSync(path, { force: true })
  }
})

describe('The real wrangler', () => {
  test('fails at each step in turn, and the next deploy goes on from there', { timeout: LIMIT_MS }, async () => {
    const steps: [RegExp, RegExp][] = [
      [/POST \/d1\/database$/, /^Creating the D1 database enrollwire failed/],
      [/POST \/storage\/kv/, /stays: the D1 database enrollwire\.[\s\S]*as it was before/],
      [/POST \/queues$/, /the KV namespace enrollwire-copies/],
      [/POST \/d1\/.*\/query/, /the queue enrollwire-events, the queue enrollwire-events-dead/],
      [/PUT \/workers\/scripts\/enrollwire$/, /nothing was sealed with: delete it/],
      [/PUT \/.*\/schedules$/, /may be live already[\s\S]*The Worker has the sealing key/],
    ]
    for (const [failing, sentence] of steps) {
      account.failing = failing
      await expect(deploy(tools, PRODUCTION)).rejects.toThrow(sentence)
    }
    account.failing = null
    const before = { ...account.scripts.get('enrollwire')?.secrets }
    await deploy(tools, PRODUCTION)
    expect(account.scripts.get('enrollwire')?.secrets).toEqual({
      ...before,
      PUBLIC_URL: 'https://enrollwire.shop.workers.dev',
    })
    expect([account.databases.size, account.namespaces.size, account.queues.size]).toEqual([1, 1, 2])
  })

  test('uploads one Worker with its map, bindings, cron, queues and name', () => {
    const script = account.scripts.get('enrollwire')
    expect(script?.parts).toEqual(expect.arrayContaining(['product.js', 'product.js.map']))
    expect(script?.crons).toEqual(['17 3 * * *'])
    expect(script?.workersDev).toBe(true)
    expect(script?.metadata.annotations).toEqual({
      'workers/message': 'Enrollwire 0.2.0, commit abc123',
      'workers/tag': 'v0.2.0',
    })
    expect(script?.metadata.bindings).toContainEqual({ name: 'COMMIT', type: 'plain_text', text: 'abc123' })
    expect([...account.queues].map(([name, { consumer, retention }]) => [name, consumer, retention])).toEqual([
      ['enrollwire-events', 'enrollwire', 1_209_600],
      ['enrollwire-events-dead', 'enrollwire', 1_209_600],
    ])
    const [database] = account.databases.values()
    expect(database?.sqlite.prepare(MIGRATIONS).get()).toEqual({ n: readMigrations() })
  })

  test('deploys a second time, to a domain of its own, and the old address stays', { timeout: LIMIT_MS }, async () => {
    printed = []
    const config = `routes = [{ pattern = "enroll.example.com", custom_domain = true }]\n${BUILT_BEFORE}`
    await deploy({ ...tools, config }, PRODUCTION)
    expect(account.domains).toEqual(new Map([['enroll.example.com', 'enrollwire']]))
    expect(account.scripts.get('enrollwire')?.workersDev).toBe(true)
    expect(printed).toContain('It still answers at https://enrollwire.shop.workers.dev, for senders that post there.')
    expect(printed.at(-1)).toContain('Already set up')
  })

  test('makes an environment, and explains that there is no workers.dev name', { timeout: LIMIT_MS }, async () => {
    account.workersDev = null
    const staging = { ...PRODUCTION, environment: 'staging', jurisdiction: 'eu' }
    await expect(deploy(tools, staging)).rejects.toThrow(/no workers\.dev name yet.*dash\.cloudflare\.com/)
    account.workersDev = 'shop'
    printed = []
    await deploy(tools, { ...staging, jurisdiction: null })
    expect([...account.scripts.keys()]).toEqual(['enrollwire', 'enrollwire-staging'])
    expect(account.scripts.get('enrollwire-staging')?.secrets).toMatchObject({ JURISDICTION: 'eu' })
    expect([...account.databases.values()].map(({ name, place }) => [name, place])).toEqual([
      ['enrollwire', {}],
      ['enrollwire-staging', { jurisdiction: 'eu' }],
    ])
    expect(printed[printed.length - 1]).toContain('https://enrollwire-staging.shop.workers.dev')
  })
})

function readMigrations(): number {
  return readFileSync(join(ROOT, '.built', 'migrations.json'), 'utf8').match(/"name":/g)?.length ?? 0
}

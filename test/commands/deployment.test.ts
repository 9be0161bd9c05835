import { describe, expect, test } from 'vitest'
import { DeployError, type Desk, deploy, freshSecrets, withIds } from '../../.run/deployment'

/** A Cloudflare account that remembers what was created in it. */
function account(already: { database?: boolean; secrets?: string[]; signedIn?: boolean } = {}) {
  const calls: string[] = []
  const printed: string[] = []
  const files: Record<string, string>[] = []
  let destroyed = 0
  const made = new Set<string>(already.database ? ['d1', 'kv', 'events', 'events-dead'] : [])
  const answer = (args: string[]): { code: number; printed: string } => {
    const line = args.join(' ')
    calls.push(line)
    if (line.startsWith('whoami')) return { code: already.signedIn === false ? 1 : 0, printed: '{}' }
    if (line === 'd1 list --json') return ok(made.has('d1') ? [{ name: 'enrollwire', uuid: 'db-1' }] : [])
    if (line === 'kv namespace list') return ok(made.has('kv') ? [{ title: 'enrollwire-copies', id: 'kv-1' }] : [])
    if (line.startsWith('d1 create')) made.add('d1')
    if (line.startsWith('kv namespace create')) made.add('kv')
    if (line.startsWith('queues info')) return { code: made.has(args[2] ?? '') ? 0 : 1, printed: 'not found' }
    if (line.startsWith('queues create')) made.add(args[2] ?? '')
    if (line.startsWith('secret list')) {
      return already.secrets ? ok(already.secrets.map((name) => ({ name }))) : { code: 1, printed: 'Worker not found' }
    }
    if (line.startsWith('deploy')) return { code: 0, printed: 'Published https://enrollwire.shop.workers.dev (1 s)' }
    return { code: 0, printed: '' }
  }
  const desk: Desk = {
    wrangler: async (args) => answer(args),
    print: (text) => printed.push(text),
    config: 'database_name = "enrollwire"\nbinding = "COPIES"\n',
    writeConfig: () => '.wrangler.deploy.toml',
    writeSecrets: (secrets) => {
      files.push(secrets)
      return { path: 'secrets.json', destroy: () => (destroyed += 1) }
    },
  }
  return { desk, calls, printed, files, destroyed: () => destroyed }
}

const ok = (rows: unknown) => ({ code: 0, printed: `a notice\n${JSON.stringify(rows)}` })

describe('npm run deploy', () => {
  test('on an empty account creates everything, migrates before it deploys, and prints the setup link', async () => {
    const { desk, calls, printed, files, destroyed } = account()
    await deploy(desk, false)
    expect(calls).toContain('d1 create enrollwire')
    expect(calls).toContain('kv namespace create enrollwire-copies')
    expect(calls).toContain('queues create events')
    expect(calls).toContain('queues create events-dead')
    const migrate = calls.findIndex((call) => call.startsWith('d1 migrations apply'))
    const upload = calls.findIndex((call) => call.startsWith('deploy'))
    expect(migrate).toBeGreaterThan(0)
    expect(upload).toBeGreaterThan(migrate)
    expect(Object.keys(files[0] ?? {})).toEqual(['AUTH_SECRET', 'SEALING_KEYS', 'SETUP_TOKEN', 'STATUS_TOKEN'])
    expect(printed.at(-1)).toContain(`/setup?token=${files[0]?.SETUP_TOKEN}`)
    expect(destroyed()).toBe(1)
  })

  test('run again creates nothing and replaces no secret', async () => {
    const { desk, calls, files } = account({
      database: true,
      secrets: ['AUTH_SECRET', 'SEALING_KEYS', 'SETUP_TOKEN', 'STATUS_TOKEN'],
    })
    await deploy(desk, false)
    expect(calls.filter((call) => call.includes('create'))).toEqual([])
    expect(files).toEqual([{}])
    expect(calls.find((call) => call.startsWith('deploy'))).not.toContain('--secrets-file')
  })

  test('a lost setup link is replaced on request, the sealing key never', () => {
    expect(Object.keys(freshSecrets(['AUTH_SECRET', 'SEALING_KEYS', 'SETUP_TOKEN', 'STATUS_TOKEN'], true))).toEqual([
      'SETUP_TOKEN',
    ])
  })

  test('without a Cloudflare sign-in it says what to run', async () => {
    const { desk } = account({ signedIn: false })
    await expect(deploy(desk, false)).rejects.toThrow(DeployError)
    await expect(deploy(desk, false)).rejects.toThrow('npx wrangler login')
  })

  test('a list of secrets that cannot be read stops the deploy instead of replacing keys', async () => {
    const { desk, calls } = account({ database: true })
    const wrangler = desk.wrangler
    desk.wrangler = async (args) => (args[0] === 'secret' ? { code: 1, printed: 'Network trouble' } : wrangler(args))
    await expect(deploy(desk, false)).rejects.toThrow('none is replaced')
    expect(calls.some((call) => call.startsWith('deploy'))).toBe(false)
  })

  test("the account's ids go into the copied configuration", () => {
    expect(withIds('database_name = "enrollwire"\nbinding = "COPIES"\n', { database: 'D', copies: 'K' })).toBe(
      'database_name = "enrollwire"\ndatabase_id = "D"\nbinding = "COPIES"\nid = "K"\n',
    )
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { deploy, freshSecrets } from '../../.run/deployment'
import { named, withIds } from '../../.run/resources'
import { DeployError, type Terminal } from '../../.run/wrangler'

const CONFIG = readFileSync('wrangler.toml', 'utf8')
const MADE = ['AUTH_SECRET', 'SEALING_KEYS', 'SETUP_TOKEN', 'STATUS_TOKEN']
const ALL = [...MADE, 'PUBLIC_URL']

/** A Cloudflare account that remembers what was created in it. */
function account(
  already: { database?: boolean; secrets?: string[]; signedIn?: boolean; accounts?: number; consumer?: string } = {},
) {
  const calls: string[] = []
  const printed: string[] = []
  const files: Record<string, string>[] = []
  const kept: Record<string, string>[] = []
  let destroyed = 0
  const made = new Set<string>(already.database ? ['d1', 'kv', 'events', 'events-dead'] : [])
  const answer = (args: string[]): { code: number; printed: string } => {
    const line = args.join(' ')
    calls.push(line)
    if (line.startsWith('whoami')) {
      const accounts = Array.from({ length: already.accounts ?? 1 }, (_, n) => ({ id: `a${n}`, name: `Shop ${n}` }))
      return { code: already.signedIn === false ? 1 : 0, printed: JSON.stringify({ loggedIn: true, accounts }) }
    }
    if (line === 'd1 list --json') {
      return ok(made.has('d1') ? [{ name: 'enrollwire', uuid: 'db-1' }] : [])
    }
    if (line === 'kv namespace list') {
      return ok(made.has('kv') ? [{ title: 'enrollwire-copies', id: 'kv-1' }] : [])
    }
    if (line.startsWith('d1 create')) {
      made.add('d1')
    }
    if (line.startsWith('kv namespace create')) {
      made.add('kv')
    }
    if (line.startsWith('queues info')) {
      const consumer = already.consumer ? `Number of Consumers: 1\nConsumers: worker:${already.consumer}` : ''
      return made.has(args[2] ?? '') ? { code: 0, printed: consumer } : { code: 1, printed: 'not found' }
    }
    if (line.startsWith('queues create')) {
      made.add(args[2] ?? '')
    }
    if (line.startsWith('secret list')) {
      return already.secrets ? ok(already.secrets.map((name) => ({ name }))) : { code: 1, printed: 'Worker not found' }
    }
    if (line.startsWith('deploy')) {
      return { code: 0, printed: 'Published https://enrollwire.shop.workers.dev (1 s)' }
    }
    return { code: 0, printed: '' }
  }
  const terminal: Terminal = {
    wrangler: async (args) => answer(args),
    print: (text) => printed.push(text),
    config: CONFIG,
    account: null,
    writeConfig: () => '.wrangler.deploy.toml',
    writeSecrets: (secrets) => {
      files.push(secrets)
      calls.push('(secrets written)')
      return { path: 'secrets.json', destroy: () => (destroyed += 1) }
    },
    keepSecrets: (secrets) => {
      kept.push(secrets)
      calls.push('(secrets kept)')
      return '.secrets-now.json'
    },
  }
  return { desk: terminal, calls, printed, files, kept, destroyed: () => destroyed }
}

const ok = (rows: unknown) => ({ code: 0, printed: `a notice\n${JSON.stringify(rows)}` })

describe('npm run deploy', () => {
  test('on an empty account creates everything, migrates before it deploys, and prints the setup link', async () => {
    const { desk: terminal, calls, printed, files, destroyed } = account()
    await deploy(terminal, false)
    expect(calls).toContain('d1 create enrollwire')
    expect(calls).toContain('kv namespace create enrollwire-copies')
    expect(calls).toContain('queues create events')
    expect(calls).toContain('queues create events-dead')
    const migrate = calls.findIndex((call) => call.startsWith('d1 migrations apply'))
    const upload = calls.findIndex((call) => call.startsWith('deploy'))
    expect(migrate).toBeGreaterThan(0)
    expect(upload).toBeGreaterThan(migrate)
    expect(Object.keys(files[0] ?? {})).toEqual(MADE)
    expect(printed.at(-1)).toContain(`/setup?token=${files[0]?.SETUP_TOKEN}`)
    expect(destroyed()).toBe(files.length)
  })

  test('run again creates nothing and replaces no secret', async () => {
    const {
      desk: terminal,
      calls,
      files,
    } = account({
      database: true,
      secrets: ALL,
    })
    await deploy(terminal, false)
    expect(calls.filter((call) => call.includes('create'))).toEqual([])
    expect(files).toEqual([])
    expect(calls.find((call) => call.startsWith('deploy'))).not.toContain('--secrets-file')
  })

  test('leaves the Worker with the address it runs at, which mailed links begin with, once', async () => {
    const { desk: terminal, calls, files, destroyed } = account()
    await deploy(terminal, false)
    expect(files.at(-1)).toEqual({ PUBLIC_URL: 'https://enrollwire.shop.workers.dev' })
    expect(calls.at(-1)).toBe('secret bulk secrets.json -c .wrangler.deploy.toml')
    expect(destroyed()).toBe(2)
    const again = account({ database: true, secrets: ALL })
    await deploy(again.desk, false)
    expect(again.files).toEqual([])
  })

  test('takes that address from the configuration: as it is said there, or from its own domain', async () => {
    const route = 'routes = [{ pattern = "enroll.example.com", custom_domain = true }]'
    const said = CONFIG.replace('[vars]', '[vars]\nPUBLIC_URL = "https://said.example.com"')
    const written = async (config: string) => {
      const { desk: terminal, calls, files, printed } = account({ database: true, secrets: ALL })
      let text = ''
      const writeConfig = (toml: string) => {
        text = toml
        return '.wrangler.deploy.toml'
      }
      await deploy({ ...terminal, config, writeConfig }, false)
      expect(files).toEqual([])
      const dropped = calls.indexOf('secret delete PUBLIC_URL -c .wrangler.deploy.toml')
      expect(dropped).toBeGreaterThan(0)
      expect(dropped).toBeLessThan(calls.findIndex((call) => call.startsWith('deploy')))
      return [/^PUBLIC_URL = .*$/gm.exec(text)?.[0], printed.find((line) => line.includes(' runs at '))]
    }
    expect(await written(said)).toEqual([
      'PUBLIC_URL = "https://said.example.com"',
      'enrollwire runs at https://said.example.com',
    ])
    expect(await written(`${route}\n${CONFIG}`)).toEqual([
      'PUBLIC_URL = "https://enroll.example.com"',
      'enrollwire runs at https://enroll.example.com',
    ])
  })

  test('a lost setup link is replaced on request, the sealing key never', () => {
    expect(Object.keys(freshSecrets(ALL, true))).toEqual(['SETUP_TOKEN'])
  })

  test('without a Cloudflare sign-in it says what to run', async () => {
    const { desk: terminal } = account({ signedIn: false })
    await expect(deploy(terminal, false)).rejects.toThrow(DeployError)
    await expect(deploy(terminal, false)).rejects.toThrow('npx wrangler login')
  })

  test('a list of secrets that cannot be read stops the deploy instead of replacing keys', async () => {
    const { desk: terminal, calls } = account({ database: true })
    const wrangler = terminal.wrangler
    terminal.wrangler = async (args) =>
      args[0] === 'secret' ? { code: 1, printed: 'Network trouble' } : wrangler(args)
    await expect(deploy(terminal, false)).rejects.toThrow('none is replaced')
    expect(calls.some((call) => call.startsWith('deploy'))).toBe(false)
  })

  test('secrets never travel in a command’s words', async () => {
    const { desk: terminal, calls, files } = account()
    await deploy(terminal, false)
    for (const secret of Object.values(files[0] ?? {})) {
      expect(calls.join('\n')).not.toContain(secret)
    }
  })

  test('the sealing key and the status token are left to be put away, before Cloudflare has them', async () => {
    const { desk: terminal, calls, files, kept, printed } = account()
    await deploy(terminal, false)
    const { SEALING_KEYS, STATUS_TOKEN } = files[0] ?? {}
    expect(kept).toEqual([{ SEALING_KEYS, STATUS_TOKEN }])
    expect(calls.indexOf('(secrets kept)')).toBeLessThan(calls.findIndex((call) => call.startsWith('deploy')))
    expect(printed.join('\n')).toContain('.secrets-now.json')
    expect(printed.join('\n')).not.toContain(SEALING_KEYS)
  })

  test('the file of secrets goes even when the deploy fails', async () => {
    const { desk: terminal, destroyed } = account()
    const wrangler = terminal.wrangler
    terminal.wrangler = async (args) => (args[0] === 'deploy' ? { code: 1, printed: 'No subdomain' } : wrangler(args))
    await expect(deploy(terminal, false)).rejects.toThrow('No subdomain')
    expect(destroyed()).toBe(1)
  })

  test('a migration that fails keeps the old code where it is', async () => {
    const { desk: terminal, calls } = account({ database: true, secrets: ALL })
    const wrangler = terminal.wrangler
    terminal.wrangler = async (args) =>
      args[1] === 'migrations' ? { code: 1, printed: 'syntax error' } : wrangler(args)
    await expect(deploy(terminal, false)).rejects.toThrow('syntax error')
    expect(calls.some((call) => call.startsWith('deploy'))).toBe(false)
  })

  test('with several accounts it asks which, by name', async () => {
    const { desk: terminal } = account({ accounts: 2 })
    await expect(deploy(terminal, false)).rejects.toThrow(/CLOUDFLARE_ACCOUNT_ID[\s\S]*a1 {2}Shop 1/)
    await expect(deploy({ ...terminal, account: 'a1' }, false)).resolves.toBeUndefined()
  })

  test('a queue that another Worker consumes is left alone', async () => {
    const { desk: terminal, calls } = account({ database: true, consumer: 'newsletter' })
    await expect(deploy(terminal, false)).rejects.toThrow('newsletter')
    expect(calls.some((call) => call.startsWith('deploy'))).toBe(false)
    await expect(deploy(account({ database: true, consumer: 'enrollwire' }).desk, false)).resolves.toBeUndefined()
  })
})

describe('the configuration', () => {
  test('names what is to be created', () => {
    expect(named(CONFIG)).toEqual({
      worker: 'enrollwire',
      database: 'enrollwire',
      databaseId: null,
      copies: 'enrollwire-copies',
      copiesId: null,
      queues: ['events', 'events-dead'],
    })
  })

  test('gets the account’s ids in a copy', () => {
    const copy = withIds(CONFIG, { database: 'D', copies: 'K' })
    expect(named(copy)).toMatchObject({ databaseId: 'D', copiesId: 'K' })
    expect(copy.split('\n').length).toBe(CONFIG.split('\n').length + 2)
  })

  test('keeps the ids the Deploy button wrote into it, and nothing is looked up', async () => {
    const { desk: terminal, calls } = account({ database: true })
    const config = withIds(CONFIG, { database: 'D', copies: 'K' })
    expect(withIds(config, { database: 'X', copies: 'Y' })).toBe(config)
    await deploy({ ...terminal, config }, false)
    expect(calls.filter((call) => /^(d1|kv) (list|create|namespace)/.test(call))).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'
import { readPlace } from '../../.run/deploy-options'
import { deploy } from '../../.run/deployment'
import { newSecrets } from '../../.run/new-secrets'
import { CONFIG, PRODUCTION, rehearsal } from './deploy-tools'

const MADE = ['AUTH_SECRET', 'SEALING_KEYS', 'SETUP_TOKEN', 'STATUS_TOKEN']
const OWN_DOMAIN = `routes = [{ pattern = "enroll.example.com", custom_domain = true }]\n${CONFIG}`

describe('npm run deploy', () => {
  test('on an empty account creates everything, migrates before it deploys, and prints the setup link', async () => {
    const { tools, calls, printed, files, destroyed, account } = rehearsal()
    await deploy(tools, PRODUCTION)
    expect([...account.databases.values()].map(({ name }) => name)).toEqual(['enrollwire'])
    expect([...account.namespaces.values()]).toEqual(['enrollwire-copies'])
    expect([...account.queues.keys()]).toEqual(['enrollwire-events', 'enrollwire-events-dead'])
    const migrate = calls.findIndex((call) => call.startsWith('d1 migrations apply'))
    const upload = calls.findIndex((call) => call.startsWith('deploy'))
    expect(migrate).toBeGreaterThan(0)
    expect(upload).toBeGreaterThan(migrate)
    expect(Object.keys(files[0] ?? {})).toEqual(MADE)
    expect(printed.at(-1)).toContain(`/setup?token=${files[0]?.SETUP_TOKEN}`)
    expect(destroyed()).toBe(files.length)
  })

  test('run again creates nothing, replaces no secret, and asks nothing about other Workers', async () => {
    const { tools, calls, files, account } = rehearsal()
    await deploy(tools, PRODUCTION)
    const [id = ''] = account.databases.keys()
    const namespace = [...account.namespaces.keys()][0] ?? ''
    account.scripts
      .get('enrollwire')
      ?.metadata.bindings.push(
        { name: 'DB', type: 'd1', id },
        { name: 'COPIES', type: 'kv_namespace', namespace_id: namespace },
      )
    account.addScript('newsletter')
    calls.length = 0
    files.length = 0
    await deploy(tools, PRODUCTION)
    expect(calls.filter((call) => /create|newsletter/.test(call))).toEqual([])
    expect(files).toEqual([])
    expect(calls.find((call) => call.startsWith('deploy'))).not.toContain('--secrets-file')
  })

  test('names the version and the commit it uploads, with source maps', async () => {
    const { tools, calls, configs } = rehearsal()
    await deploy(tools, PRODUCTION)
    expect(calls.find((call) => call.startsWith('deploy'))).toContain(
      '--upload-source-maps --tag v0.2.0 --message Enrollwire 0.2.0, commit abc123',
    )
    expect(configs.get(null)).toContain('COMMIT = "abc123"')
  })

  test('keeps messages for 14 days, also in a queue that was made with fewer', async () => {
    const { tools, calls, account } = rehearsal()
    account.queues.set('enrollwire-events', { id: 'q', retention: 345_600, consumer: 'enrollwire' })
    await deploy(tools, PRODUCTION)
    expect(calls).toContain('queues update enrollwire-events --message-retention-period-secs 1209600')
    expect(calls).toContain('queues create enrollwire-events-dead --message-retention-period-secs 1209600')
    calls.length = 0
    await deploy(tools, PRODUCTION)
    expect(calls.filter((call) => call.startsWith('queues'))).toEqual([])
  })

  test('leaves the Worker with the address it runs at, which mailed links begin with, once', async () => {
    const { tools, calls, files } = rehearsal()
    await deploy(tools, PRODUCTION)
    expect(files.at(-1)).toEqual({ PUBLIC_URL: 'https://enrollwire.shop.workers.dev' })
    expect(calls.at(-1)).toBe('secret bulk secrets.json -c production')
    files.length = 0
    await deploy(tools, PRODUCTION)
    expect(files).toEqual([])
  })

  test('with a domain of its own prints that, and keeps the workers.dev address to which senders post', async () => {
    const { tools, calls, printed, configs } = rehearsal()
    await deploy(tools, PRODUCTION)
    await deploy({ ...tools, config: OWN_DOMAIN }, PRODUCTION)
    expect(configs.get(null)).toContain('PUBLIC_URL = "https://enroll.example.com"')
    expect(configs.get(null)).toContain('workers_dev = true')
    const dropped = calls.indexOf('secret delete PUBLIC_URL -c production')
    expect(dropped).toBeGreaterThan(0)
    expect(dropped).toBeLessThan(calls.findLastIndex((call) => call.startsWith('deploy')))
    expect(printed).toContain(
      'enrollwire runs at https://enroll.example.com; senders post to https://enroll.example.com/hooks/…',
    )
    expect(printed).toContain('It still answers at https://enrollwire.shop.workers.dev, for senders that post there.')
  })

  test('passes on what wrangler warns of', async () => {
    const { tools, printed, instead } = rehearsal()
    const warned =
      '\u001b[33m▲ \u001b[43;33m[WARNING]\u001b[0m The cron is odd\n\n  Change it.\n\n\nUploaded https://a.b.workers.dev'
    instead.set('deploy', { code: 0, printed: warned })
    await deploy(tools, PRODUCTION)
    expect(printed).toContain('  wrangler warns: The cron is odd Change it.')
  })

  test('secrets never travel in a command’s words', async () => {
    const { tools, calls, files } = rehearsal()
    await deploy(tools, PRODUCTION)
    for (const secret of Object.values(files[0] ?? {})) {
      expect(calls.join('\n')).not.toContain(secret)
    }
  })

  test('the sealing key and the status token are left to be put away, before Cloudflare has them', async () => {
    const { tools, calls, files, kept, printed } = rehearsal()
    await deploy(tools, PRODUCTION)
    const { SEALING_KEYS = '', STATUS_TOKEN = '' } = files[0] ?? {}
    expect(kept).toEqual([{ SEALING_KEYS, STATUS_TOKEN }])
    expect(calls.indexOf('(kept)')).toBeLessThan(calls.findIndex((call) => call.startsWith('deploy')))
    expect(printed.join('\n')).toContain('.secrets-now.json')
    expect(printed.join('\n')).not.toContain(SEALING_KEYS)
  })

  test('a list of secrets that cannot be read stops the deploy instead of replacing keys', async () => {
    const { tools, calls, account } = rehearsal()
    account.failing = /^GET .*\/secrets$/
    await expect(deploy(tools, PRODUCTION)).rejects.toThrow('Cloudflare fails here')
    expect(calls.some((call) => call.startsWith('deploy'))).toBe(false)
  })

  test('for an account that is not there says so', async () => {
    const { tools } = rehearsal()
    await expect(deploy({ ...tools, account: 'mistyped' }, PRODUCTION)).rejects.toThrow(
      /^Cloudflare knows no account mistyped/,
    )
  })

  test('prints addresses as they are typed, whatever slash PUBLIC_URL ends in', async () => {
    const { tools, printed } = rehearsal()
    const config = CONFIG.replace('[vars]', '[vars]\nPUBLIC_URL = "https://enroll.example.com/"')
    await deploy({ ...tools, config }, PRODUCTION)
    expect(printed.join('\n')).toContain('https://enroll.example.com/setup?token=')
    expect(printed.join('\n')).not.toContain('.com//')
  })

  test('with several accounts it asks which, by name', async () => {
    const { tools } = rehearsal()
    const several = [
      { id: 'a0', name: 'Shop 0' },
      { id: 'a1', name: 'Shop 1' },
    ]
    const ask = async (path: string) => (path.startsWith('/accounts?') ? several : tools.ask(path))
    await expect(deploy({ ...tools, ask }, PRODUCTION)).rejects.toThrow(/CLOUDFLARE_ACCOUNT_ID[\s\S]*a1 {2}Shop 1/)
  })
})

describe('An older version', () => {
  test.each([
    ['0.2.1', true],
    ['0.10.0', true],
    ['0.2.0', false],
    ['0.1.9', false],
  ])('than the %s that runs is refused: %s', async (running, isRefused) => {
    const { tools, account, calls } = rehearsal()
    account.addScript('enrollwire').metadata.annotations = { 'workers/tag': `v${running}` }
    const deployed = deploy(tools, PRODUCTION)
    await (isRefused
      ? expect(deployed).rejects.toThrow(`Cloudflare runs ${running}, which is newer than this 0.2.0`)
      : expect(deployed).resolves.toBeUndefined())
    expect(calls.some((call) => call.startsWith('d1 create'))).toBe(!isRefused)
  })

  test('is refused also where a secret was changed since, which Cloudflare counts as a version without a name', async () => {
    const { tools, account } = rehearsal()
    account.addScript('enrollwire').metadata.annotations = { 'workers/tag': 'v0.3.0' }
    account.changeSecrets('enrollwire', { AUTH_SECRET: 'another' })
    await expect(deploy(tools, PRODUCTION)).rejects.toThrow('Cloudflare runs 0.3.0')
  })

  test('is deployed where the operator insists', async () => {
    const { tools, account } = rehearsal()
    account.addScript('enrollwire').metadata.annotations = { 'workers/tag': 'v0.3.0' }
    await expect(deploy(tools, { ...PRODUCTION, goBack: true })).resolves.toBeUndefined()
  })
})

describe('An environment', () => {
  test('has a Worker, a database, a namespace and queues of its own, and no address of production', async () => {
    const { tools, account, configs, files } = rehearsal()
    await deploy({ ...tools, config: OWN_DOMAIN }, PRODUCTION)
    files.length = 0
    await deploy({ ...tools, config: OWN_DOMAIN }, { ...PRODUCTION, environment: 'staging' })
    expect([...account.databases.values()].map(({ name }) => name)).toEqual(['enrollwire', 'enrollwire-staging'])
    expect([...account.namespaces.values()]).toEqual(['enrollwire-copies', 'enrollwire-staging-copies'])
    expect([...account.queues.keys()].slice(2)).toEqual(['enrollwire-staging-events', 'enrollwire-staging-events-dead'])
    expect([...account.scripts.keys()]).toEqual(['enrollwire', 'enrollwire-staging'])
    expect(Object.keys(files[0] ?? {})).toEqual(MADE)
    expect(configs.get('staging')).not.toContain('enroll.example.com')
    expect(configs.get('staging')).not.toContain(account.databases.keys().next().value)
  })

  test.each([
    ['route = { pattern = "enroll.example.com", custom_domain = true }'],
    ['routes = [{ pattern = "enroll.example.com", custom_domain = true }]\nworkers_dev = false'],
  ])('takes no address of production, and has one of its own: %s', async (lines) => {
    const { tools, configs } = rehearsal()
    const config = `${lines}\n${CONFIG}`
    await deploy({ ...tools, config }, { ...PRODUCTION, environment: 'staging' })
    expect(configs.get('staging')).not.toMatch(/enroll\.example\.com|workers_dev = false/)
    await deploy({ ...tools, config }, PRODUCTION)
    expect(configs.get(null)).toContain('PUBLIC_URL = "https://enroll.example.com"')
    expect(configs.get(null)).toContain(`workers_dev = ${!lines.includes('false')}`)
  })

  test('may have settings of its own in wrangler.toml', async () => {
    const { tools, configs } = rehearsal()
    const own =
      '[env.staging.vars]\nSIGN_UP = "open"\n[[env.staging.routes]]\npattern = "try.example.com"\ncustom_domain = true\n'
    await deploy({ ...tools, config: `${CONFIG}\n${own}` }, { ...PRODUCTION, environment: 'staging' })
    expect(configs.get('staging')).toMatch(/SIGN_UP = "open"[\s\S]*PUBLIC_URL = "https:\/\/try.example.com"/)
    await deploy({ ...tools, config: `${CONFIG}\n${own}` }, PRODUCTION)
    expect(configs.get(null)).not.toMatch(/try.example.com|SIGN_UP = "open"/)
  })

  test.each(['Staging', '../x', '', 'a'.repeat(21)])('is not called “%s”', async (environment) => {
    await expect(deploy(rehearsal().tools, { ...PRODUCTION, environment })).rejects.toThrow('cannot be an environment')
  })
})

describe('What another Worker uses', () => {
  test('a database is refused, with the way out', async () => {
    const { tools, account, calls } = rehearsal()
    const id = account.addDatabase('enrollwire')
    account.addScript('newsletter', [{ name: 'D', type: 'd1', id }])
    await expect(deploy(tools, PRODUCTION)).rejects.toThrow(
      /^The D1 database enrollwire belongs to another Worker of this account, newsletter\. .*name/,
    )
    expect(calls.some((call) => /migrations|^deploy/.test(call))).toBe(false)
  })

  test('so is a namespace whose id was written into wrangler.toml', async () => {
    const { tools, account } = rehearsal()
    account.addScript('enrollwire')
    account.addScript('enrollwire-old', [{ name: 'COPIES', type: 'kv_namespace', namespace_id: 'n1' }])
    const config = CONFIG.replace('binding = "COPIES"', '$&\nid = "n1"')
    await expect(deploy({ ...tools, config }, PRODUCTION)).rejects.toThrow('enrollwire-old')
  })

  test('a queue that another Worker consumes is left alone', async () => {
    const { tools, account, calls } = rehearsal()
    account.queues.set('enrollwire-events', { id: 'q', retention: 60, consumer: 'newsletter' })
    await expect(deploy(tools, PRODUCTION)).rejects.toThrow('used by another Worker, newsletter')
    expect(calls.some((call) => call.startsWith('deploy'))).toBe(false)
  })

  test('queues that an earlier version named keep their names, since events wait in them', async () => {
    const { tools, account, configs } = rehearsal()
    for (const name of ['events', 'events-dead']) {
      account.queues.set(name, { id: name, retention: 345_600, consumer: 'enrollwire' })
    }
    await deploy(tools, PRODUCTION)
    expect([...account.queues.keys()]).toEqual(['events', 'events-dead'])
    expect(configs.get(null)).toMatch(/^queue = "events"$/m)
  })
})

describe('Where data is kept', () => {
  test('is chosen at the first deploy', async () => {
    const { tools, account, files } = rehearsal()
    await deploy(tools, { ...PRODUCTION, jurisdiction: 'eu' })
    expect([...account.databases.values()][0]?.place).toEqual({ jurisdiction: 'eu' })
    expect(files[0]).toMatchObject({ JURISDICTION: 'eu' })
  })

  test('is the database’s for the objects too, where the first deploy failed in between', async () => {
    const { tools, files, instead } = rehearsal()
    instead.set('kv namespace', { code: 1, printed: 'Cloudflare stopped' })
    await expect(deploy(tools, { ...PRODUCTION, jurisdiction: 'eu' })).rejects.toThrow('Cloudflare stopped')
    instead.clear()
    await deploy(tools, PRODUCTION)
    expect(files[0]).toMatchObject({ JURISDICTION: 'eu' })
    await expect(deploy(tools, { ...PRODUCTION, jurisdiction: 'us' })).rejects.toThrow('is final')
    await expect(deploy(tools, { ...PRODUCTION, jurisdiction: 'eu' })).resolves.toBeUndefined()
  })

  test('is a question before the first thing is created, and never again', async () => {
    const { tools, account, printed } = rehearsal()
    let asked = 0
    const choosePlace = async () => {
      asked += 1
      expect(printed.some((line) => line.startsWith('Creating'))).toBe(false)
      return { jurisdiction: 'eu', location: null }
    }
    await deploy({ ...tools, choosePlace }, PRODUCTION)
    await deploy({ ...tools, choosePlace }, PRODUCTION)
    await deploy({ ...tools, choosePlace }, { ...PRODUCTION, environment: 'staging', jurisdiction: 'us' })
    expect([...account.databases.values()].map(({ place }) => place.jurisdiction)).toEqual(['eu', 'us'])
    expect(account.scripts.get('enrollwire')?.secrets).toMatchObject({ JURISDICTION: 'eu' })
    expect(asked).toBe(1)
  })

  test('is the objects’ too where secrets were there before the first deploy', async () => {
    const { tools, account } = rehearsal()
    Object.assign(account.addScript('enrollwire').secrets, Object.fromEntries(MADE.map((name) => [name, 'given'])))
    await deploy({ ...tools, isThrownAway: true }, { ...PRODUCTION, jurisdiction: 'eu' })
    expect(account.scripts.get('enrollwire')?.secrets).toMatchObject({ JURISDICTION: 'eu' })
  })

  test('stays as it is for a Worker that has objects', async () => {
    const { tools, account } = rehearsal()
    await deploy(tools, PRODUCTION)
    account.databases.clear()
    await deploy(tools, { ...PRODUCTION, jurisdiction: 'eu' })
    expect(account.scripts.get('enrollwire')?.secrets).not.toHaveProperty('JURISDICTION')
  })

  test.each([
    ['eu', { jurisdiction: 'eu', location: null }],
    [' WEUR ', { jurisdiction: null, location: 'weur' }],
    ['', { jurisdiction: null, location: null }],
  ])('is read from the answer “%s”', (answer, place) => {
    expect(readPlace(answer)).toEqual(place)
  })

  test('is not guessed from an answer that names none', () => {
    expect(() => readPlace('mars')).toThrow(/eu, us, fedramp.*not “mars”/)
  })

  test('and is final', async () => {
    const { tools } = rehearsal()
    await deploy(tools, PRODUCTION)
    await expect(deploy(tools, { ...PRODUCTION, location: 'weur' })).rejects.toThrow(/exists already.*is final/)
  })
})

describe('A deploy that fails halfway', () => {
  test('says what stands, that the code is the old one, and how to go on', async () => {
    const { tools, calls, instead } = rehearsal()
    instead.set('d1 migrations', { code: 1, printed: 'syntax error' })
    const failure = await deploy(tools, { ...PRODUCTION, environment: 'staging' }).catch(
      (error: Error) => error.message,
    )
    expect(failure).toContain('syntax error')
    expect(failure).toContain('What stands, and stays: the D1 database enrollwire-staging, the KV namespace')
    expect(failure).toContain('The code is as it was before this deploy')
    expect(failure).toContain('npm run deploy -- --env staging goes on from here')
    expect(calls.some((call) => call.startsWith('deploy'))).toBe(false)
  })

  test('says whether the kept key is the Worker’s, and destroys the file of secrets', async () => {
    const before = rehearsal()
    before.instead.set('deploy', { code: 1, printed: 'Upload refused' })
    await expect(deploy(before.tools, PRODUCTION)).rejects.toThrow(/nothing was sealed with: delete it/)
    expect(before.destroyed()).toBe(1)
    const after = rehearsal()
    after.instead.set('secret bulk', { code: 1, printed: 'Cloudflare stopped' })
    await expect(deploy(after.tools, PRODUCTION)).rejects.toThrow(
      /The new code is live[\s\S]*The Worker has the sealing key and the status token of \.secrets-now\.json/,
    )
  })

  test('names what the kept file holds, and whether the Worker has it', async () => {
    const { tools, account, instead, printed } = rehearsal()
    await deploy(tools, PRODUCTION)
    delete account.scripts.get('enrollwire')?.secrets.STATUS_TOKEN
    instead.set('deploy', { code: 1, printed: 'Upload refused' })
    const failure = await deploy(tools, PRODUCTION).catch((error: Error) => error.message)
    expect(failure).toContain('.secrets-now.json holds the status token, which the Worker did not get: delete it.')
    instead.clear()
    printed.length = 0
    await deploy(tools, PRODUCTION)
    expect(printed.join('\n')).toContain(
      '.secrets-now.json holds the status token, which Cloudflare never shows again:',
    )
  })

  test('explains that an account has no workers.dev name yet', async () => {
    const { tools, instead } = rehearsal()
    const said = 'or register a workers.dev subdomain here:\nhttps://dash.cloudflare.com/a1/workers/onboarding'
    instead.set('deploy', { code: 1, printed: said })
    await expect(deploy(tools, PRODUCTION)).rejects.toThrow(
      /no workers\.dev name yet[\s\S]*Choose one at https:\/\/dash\.cloudflare\.com\/a1\/workers\/onboarding/,
    )
  })

  test('says nothing of it where nothing was begun', async () => {
    const { tools, account } = rehearsal()
    account.isSignedIn = false
    const failure = await deploy(tools, PRODUCTION).catch((error: Error) => error.message)
    expect(failure).toBe('Invalid API Token')
  })
})

describe('New secrets', () => {
  const here = { given: {}, isThrownAway: false }

  test('a lost setup link is replaced on request, the sealing key never', () => {
    expect(Object.keys(newSecrets(MADE, true, here).values)).toEqual(['SETUP_TOKEN'])
  })

  test('are never made in a build that is thrown away, but taken from its environment', async () => {
    const { tools, calls, account } = rehearsal()
    await expect(deploy({ ...tools, isThrownAway: true }, PRODUCTION)).rejects.toThrow(
      'SEALING_KEYS, SETUP_TOKEN, STATUS_TOKEN: the Worker has no such secrets',
    )
    expect(calls.some((call) => call.startsWith('deploy'))).toBe(false)
    const given = {
      SEALING_KEYS: `k1:${btoa('0123456789abcdef0123456789abcdef')}`,
      SETUP_TOKEN: 'a setup token of the build',
      STATUS_TOKEN: 'a status token of the build',
    }
    const run = rehearsal()
    await deploy({ ...run.tools, isThrownAway: true, given }, PRODUCTION)
    expect(run.account.scripts.get('enrollwire')?.secrets).toMatchObject(given)
    expect(run.kept).toEqual([])
    expect(run.printed.join('\n')).not.toContain(given.SETUP_TOKEN)
    expect(account.scripts.size).toBe(0)
  })

  test.each([
    ['SEALING_KEYS', 'k1:short'],
    ['STATUS_TOKEN', 'short'],
  ])('%s of the environment is checked', (name, value) => {
    expect(() => newSecrets([], false, { given: { [name]: value }, isThrownAway: false })).toThrow(`${name}`)
  })
})

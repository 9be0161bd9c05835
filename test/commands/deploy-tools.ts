/** A deploy's tools on a made account: commands of wrangler are done at once, without wrangler. */
import { readFileSync } from 'node:fs'
import type { DeployOptions, DeployTools } from '../../.run/deployment'
import { CloudflareAccount } from './cloudflare-account'

export const CONFIG = readFileSync('wrangler.toml', 'utf8')
const ANYWHERE = { jurisdiction: null, location: null }
export const PRODUCTION: DeployOptions = {
  environment: null,
  newSetupToken: false,
  goBack: false,
  ...ANYWHERE,
}

export interface Rehearsal {
  account: CloudflareAccount
  tools: DeployTools
  /** What was done, in order: wrangler's words, and secrets that were kept. */
  calls: string[]
  printed: string[]
  /** Each file of secrets. */
  files: Record<string, string>[]
  kept: Record<string, string>[]
  /** Written configurations by environment. */
  configs: Map<string | null, string>
  /** Files of secrets that are gone again. */
  destroyed: () => number
  /** By the first words of a command: what it answers instead. */
  instead: Map<string, { code: number; printed: string }>
}

export function rehearsal(account = new CloudflareAccount()): Rehearsal {
  const [calls, printed, files, kept] = [[], [], [], []] as [string[], string[], Rehearsal['files'], Rehearsal['kept']]
  const configs: Rehearsal['configs'] = new Map()
  const instead: Rehearsal['instead'] = new Map()
  let destroyed = 0
  const workerOf = (path: string) =>
    /^name = "(.+)"$/m.exec(configs.get(path === 'production' ? null : path) ?? '')?.[1]
  const perform = (args: string[]): string => {
    const [command, verb, third = '', fourth = ''] = args
    const worker = workerOf(args[args.indexOf('-c') + 1] ?? '') ?? ''
    if (command === 'd1' && verb === 'create') {
      account.addDatabase(third, args.includes('--jurisdiction') ? { jurisdiction: args.at(-1) ?? '' } : {})
    }
    if (command === 'kv' && third === 'create') {
      account.namespaces.set(`kv of ${fourth}`, fourth)
    }
    if (command === 'queues') {
      const consumer = account.queues.get(third)?.consumer ?? null
      account.queues.set(third, { id: third, retention: Number(args.at(-1)), consumer })
    }
    if (command === 'deploy') {
      const script = account.scripts.get(worker) ?? account.addScript(worker)
      Object.assign(script.secrets, args.includes('--secrets-file') ? files.at(-1) : {})
      script.metadata.bindings.push({ name: 'JOURNAL', type: 'durable_object_namespace' })
      return `Uploaded ${worker}\n  https://${worker}.shop.workers.dev\n`
    }
    if (command === 'secret' && verb === 'bulk') {
      account.changeSecrets(worker, files.at(-1) ?? {})
    }
    return ''
  }
  const tools: DeployTools = {
    wrangler: async (args) => {
      calls.push(args.join(' '))
      const failure = [...instead].find(([words]) => args.join(' ').startsWith(words))?.[1]
      return failure ?? { code: 0, printed: perform(args) }
    },
    ask: async (path) => {
      calls.push(`(asked) ${path}`)
      return account.get(path)
    },
    choosePlace: async () => ANYWHERE,
    print: (text) => printed.push(text),
    config: CONFIG,
    account: null,
    writeConfig: (text, environment) => {
      configs.set(environment, text)
      return environment ?? 'production'
    },
    writeSecrets: (secrets) => {
      files.push(secrets)
      return { path: 'secrets.json', destroy: () => (destroyed += 1) }
    },
    keepSecrets: (secrets) => {
      kept.push(secrets)
      calls.push('(kept)')
      return '.secrets-now.json'
    },
    given: {},
    isThrownAway: false,
    build: { version: '0.2.0', commit: 'abc123' },
  }
  return { account, tools, calls, printed, files, kept, configs, destroyed: () => destroyed, instead }
}

/** `npm run deploy`, interrupted at a terminal: the signal reaches wrangler too. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../../../.run/child'
import { ACCOUNT, CloudflareAccount } from '../../commands/cloudflare-account'

/** Two starts of wrangler, of some seconds each; on a busy machine, ten times that. */
const LIMIT_MS = 240_000

const account = new CloudflareAccount()
let address: string

beforeAll(async () => {
  address = await account.start()
})

afterAll(() => account.stop())

describe('A deploy that is interrupted', () => {
  test('begins nothing else, and says what stands and how to go on', { timeout: LIMIT_MS }, async () => {
    const run = spawn(process.execPath, ['node_modules/tsx/dist/cli.mjs', '.run/deploy.ts'], {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        CLOUDFLARE_API_BASE_URL: address,
        CLOUDFLARE_API_TOKEN: 'a token',
        CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
      },
    })
    let printed = ''
    for (const stream of [run.stdout, run.stderr]) {
      stream.on('data', (text) => {
        if (!printed.includes('Creating the KV') && `${printed}${text}`.includes('Creating the KV')) {
          process.kill(-(run.pid ?? 0), 'SIGINT')
        }
        printed += text
      })
    }
    const [code] = await once(run, 'close')
    expect(code).not.toBe(0)
    expect(printed).toContain('What stands, and stays: the D1 database enrollwire.')
    expect(printed).toContain('npm run deploy goes on from here.')
    expect(account.queues.size).toBe(0)
  })
})

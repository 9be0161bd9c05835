import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { ACADEMY } from './academy.ts'
import { keyOf } from './talk.ts'

const folder = mkdtempSync(join(tmpdir(), 'simulator-'))
let server: ChildProcess | undefined

afterEach(() => {
  server?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Starts one on a free port and answers where it is. */
async function start(): Promise<string> {
  const file = join(import.meta.dirname, 'serve.ts')
  server = spawn(process.execPath, [file, '0', '--state', join(folder, 'state.json')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const text of server.stdout ?? []) {
    const address = /http:\S+/.exec(String(text))?.[0]
    if (address) {
      return address
    }
  }
  throw new Error('It ended without an address')
}

async function stop(): Promise<unknown> {
  server?.kill('SIGTERM')
  const [code] = await once(server as ChildProcess, 'exit')
  return code
}

describe('The simulator as a server', () => {
  test('stopped and started again it is the same Thinkific, and a broken connection is really broken', async () => {
    const address = await start()
    const ada = { first_name: 'Ada', last_name: 'Byron', email: 'ada@example.com' }
    const headers = { ...keyOf(ACADEMY), 'content-type': 'application/json' }
    const users = '/api/public/v1/users'
    const created = await fetch(`${address}${users}`, { method: 'POST', headers, body: JSON.stringify(ada) })
    expect(created.status).toBe(201)
    await fetch(`${address}/simulator/faults`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ kind: 'connection lost' }),
    })
    await expect(fetch(`${address}${users}`, { headers })).rejects.toThrow('fetch failed')
    expect(await stop()).toBe(0)

    const again = await start()
    const found = await fetch(`${again}${users}?query[email]=ada@example.com`, { headers })
    expect(await found.json()).toMatchObject({ items: [{ email: 'ada@example.com' }] })
    expect(await stop()).toBe(0)
  })
})

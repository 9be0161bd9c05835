/** `npm run reseal` on the state of an `npm start` that runs. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ROOT } from '../../.run/child'
import { LocalRun } from './local-run'

const PORT = 18_807
/** A start, two runs of wrangler for each table of secrets, and a reload; on a busy machine, ten times that. */
const LIMIT_MS = 300_000

let run: LocalRun

beforeEach(() => {
  run = new LocalRun(PORT)
})

afterEach(() => run.remove())

describe('npm start, while its secrets are sealed again', () => {
  test('takes up the new key first, and goes on enrolling with what is sealed under it', {
    timeout: LIMIT_MS,
  }, async () => {
    await run.start()
    const printed = await reseal()
    expect(printed).toContain('has taken up the new key; nothing has to be restarted')
    expect(printed).toMatch(/Sealed again under k2: [1-9]/)
    expect(await run.sell('resealed@example.com')).toBe(202)
    const access = () =>
      fetch(`${run.simulator}/simulator/sites/academy/access?email=resealed@example.com`).then((answer) =>
        answer.ok ? answer.json() : [],
      )
    await expect.poll(access, { timeout: LIMIT_MS }).toHaveLength(1)
  })
})

async function reseal(): Promise<string> {
  const child = spawn(process.execPath, ['node_modules/tsx/dist/cli.mjs', '.run/reseal.ts', '--new-key'], {
    cwd: ROOT,
    env: run.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      printed += text
    })
  }
  const [code] = await once(child, 'close')
  expect(code, printed).toBe(0)
  return printed
}

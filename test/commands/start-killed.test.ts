/** `npm start`, killed while events are under way, and started again. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ROOT } from '../../.run/child'
import { LocalRun } from './local-run'

const PORT = 18_797
/** Fewer failures in a row than those after which the site is held. */
const CUSTOMERS = ['kept1', 'kept2', 'kept3', 'kept4'].map((name) => `${name}@example.com`)
/** Two starts of seconds each, and a retry after ten; on a busy machine, ten times that. */
const LIMIT_MS = 240_000

let run: LocalRun

beforeEach(() => {
  run = new LocalRun(PORT)
})

afterEach(() => run.remove())

describe('npm start, killed', () => {
  test('the local run is killed: what it had accepted is brought back and enrolls each customer once', {
    timeout: LIMIT_MS,
  }, async () => {
    await run.start()
    await expect.poll(queued, { timeout: LIMIT_MS }).toEqual([])
    // Nothing reaches Thinkific before the end.
    await fetch(`${run.simulator}/simulator/outage`, json({ on: true, site: 'academy' }))
    const answers = await Promise.all(CUSTOMERS.map((email) => run.sell(email)))
    expect(answers).toEqual(CUSTOMERS.map(() => 202))
    await run.kill()

    expect(await run.start()).toContain(`Finishing ${CUSTOMERS.length} accepted events left over from the last run.`)
    for (const email of CUSTOMERS) {
      await expect.poll(() => ask(`/sites/academy/access?email=${email}`), { timeout: LIMIT_MS }).toHaveLength(1)
      expect(await ask(`/emails?to=${email}`)).toHaveLength(1)
    }
    await expect.poll(queued, { timeout: LIMIT_MS }).toEqual([])
  })

  test('killed alone, it leaves no runtime behind; while it runs, no other starts on its state', {
    timeout: LIMIT_MS,
  }, async () => {
    await run.start()
    const { stderr } = spawnSync(process.execPath, ['.run/start.js'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...run.environment, PORT: '18799', THINKIFIC_PORT: '18800' },
    })
    expect(stderr).toContain(`Enrollwire runs on ${run.stateDir} already.`)

    run.killNode()
    await expect.poll(isServed, { timeout: LIMIT_MS }).toBe(false)
    await run.start()
    expect(await isServed()).toBe(true)
  })
})

/** Accepted and not settled yet: a file each. */
function queued(): string[] {
  return readdirSync(join(run.stateDir, 'queue'))
}

function isServed(): Promise<boolean> {
  return fetch(`${run.address}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

async function ask(path: string): Promise<unknown> {
  const answer = await fetch(`${run.simulator}/simulator${path}`)
  return answer.ok ? answer.json() : []
}

function json(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** `npm start` on the demo that `npm ci` prepared. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { prepareAhead } from '../../.run/demo/prepare-ahead'
import { takePreparedDemo } from '../../.run/demo/prepared'
import { Visitor } from '../../.run/visitor'
import { LocalRun } from './local-run'

const PORT = 18_801
/** Two starts of seconds each; on a busy machine, ten times that. */
const LIMIT_MS = 240_000

let folder: string
let run: LocalRun

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'enrollwire-ahead-')), 'demo')
  run = new LocalRun(PORT)
})

afterEach(async () => {
  await run.remove()
  rmSync(join(folder, '..'), { recursive: true })
})

describe('npm start, on a prepared demo', () => {
  test('serves it at once: its owner signs in, its month is there, and what is sold enrolls', {
    timeout: LIMIT_MS,
  }, async () => {
    await prepareAhead(folder, PORT, PORT + 1)
    takePreparedDemo(folder, run.stateDir, PORT + 1)
    const printed = await run.start()
    expect(printed).not.toContain('Setting up the demo')
    expect(printed).not.toContain('Finishing')
    const { email, password, marketplace, secret } = run.demo
    expect(printed).toContain(`${email}  /  ${password}`)
    expect(printed).toContain(`SECRET='${secret}'`)

    const visitor = new Visitor(run.address)
    await visitor.submit('/sign-in', { email, password })
    const log = await visitor.get(`/m/${marketplace}/logs.csv`)
    expect(log.text).toContain('"demo-1"')
    expect(arrivalDays(log.text).size).toBeGreaterThan(20)
    const overview = await visitor.get(`/m/${marketplace}/overview`)
    expect(overview.text).toContain('Thinkific (Academy) did not answer for')
    expect(overview.text).toContain('Nothing was lost.')
    expect(await run.sell('ada@example.com')).toBe(202)
    const access = `${run.simulator}/simulator/sites/academy/access?email=ada@example.com`
    await expect.poll(async () => (await fetch(access)).json(), { timeout: LIMIT_MS }).toHaveLength(1)
  })

  test('a demo that cannot be prepared leaves none, and says why', { timeout: LIMIT_MS }, async () => {
    await run.start()
    await expect(prepareAhead(folder, PORT, PORT + 1)).rejects.toThrow(`Something runs at ${run.address} already.`)
    expect(existsSync(folder)).toBe(false)
    expect(existsSync(`${folder}.new`)).toBe(false)
  })
})

/** Entries of the last 30 days arrived on these. */
function arrivalDays(csv: string): Set<string> {
  const since = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10)
  const days = [...csv.matchAll(/^"(\d{4}-\d{2}-\d{2}) /gm)].map(([, day = '']) => day)
  return new Set(days.filter((day) => day >= since))
}

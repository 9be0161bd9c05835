import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { version } from '../../package.json'
import { createSimulator } from '../simulator/simulator.ts'
import { API_KEY, emptyDatabase, mainJob, SITE } from './main-job'
import { again } from './recorded'
import { RELEASES } from './releases'

beforeEach(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  await emptyDatabase()
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe.each(RELEASES)('the release %s', (_, { statements }) => {
  test('does its main job on the schema of today', async () => {
    expect(statements.length).toBeGreaterThan(30)
    for (const statement of statements) {
      const answer = await again(env.DB, statement)
      // Every row and column it knew is there with what it knew; further migrations and columns do not disturb it.
      const known = statement.sql.includes('d1_migrations') ? answer.slice(0, statement.answer.length) : answer
      expect(known, statement.sql).toMatchObject(statement.answer)
    }
  })
})

test('the main job of this release is captured, in a file to be committed', async () => {
  if (RELEASES.some(([name]) => name === version)) return
  const simulator = createSimulator()
  simulator.addSite({ subdomain: SITE, apiKey: API_KEY }).addCourse({ id: 7, name: 'Course Two' })
  vi.spyOn(globalThis, 'fetch').mockImplementation(simulator.fetch as typeof fetch)
  const release = await mainJob(simulator)
  await expect(`${JSON.stringify(release, null, 1)}\n`).toMatchFileSnapshot(`./releases/${version}.snap`)
})

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { LocalRun } from '../commands/local-run'
import { read, useBrowser } from './browser'
import { openSchool, type School } from './school'
import type { Served } from './served'
import { openShop, type Shop } from './shop'

const EVENTS = 300
const AT_ONCE = 20
/** What the simulated Thinkific grants this school: a purchase costs two calls. */
const REQUESTS_PER_MINUTE = 1_000
/** Two starts, 300 events in and 300 enrollments; on a busy machine, several times that. */
const PATIENCE_MS = 300_000
const SOON = { timeout: 120_000, interval: 500 }

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS })
const run = new LocalRun(18_807)
const served = (): Served => run
// Before the browser's own, since the last comes first.
afterAll(() => run.remove())
const { open } = useBrowser(served)
let shop: Shop
let school: School

beforeAll(async () => {
  await run.start()
  school = await openSchool('bulk', { requestsPerMinute: REQUESTS_PER_MINUTE, served: run })
  const course = await school.course('Course Two')
  shop = await openShop('Bulk Shop', run)
  const integration = await shop.connect(school, 'Academy', REQUESTS_PER_MINUTE)
  await shop.sells('1', 'Power Yoga')
  const emails = Array.from({ length: EVENTS }, (_, n) => `buyer${n}@example.com`)
  while (emails.length > 0) {
    await Promise.all(emails.splice(0, AT_ONCE).map((email) => shop.store.sell({ email, product: '1', order: email })))
  }
  await vi.waitFor(async () => expect(await shop.log()).toHaveLength(EVENTS), SOON)
  await shop.rule({ product: '1', integration, target: course })
})

describe('A merchant replays 300 entries', () => {
  test('pauses, Enrollwire is restarted, resumes, and reads how it ended', async () => {
    const page = await open()
    await page.goto(`${shop.base}/logs?outcome=no+rule`)
    await page.getByRole('checkbox', { name: /^All/ }).check()
    await page.getByRole('button', { name: 'Replay', exact: true }).click()
    await page.getByRole('heading', { name: 'Replay 300 entries?' }).waitFor()
    await page.getByRole('button', { name: 'Replay Entries' }).click()
    await page.getByText('300 entries are running again.').waitFor()

    await page.goto(`${shop.base}/jobs`)
    await page.getByText('of 300 done').waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused.').waitFor()
    await run.stop()
    await run.start()

    const later = await open()
    await later.goto(`${shop.base}/jobs`)
    await later.getByText('Paused.').waitFor()
    expect(Number(/(\d+) of 300 done/.exec(await read(later.locator('main')))?.[1])).toBeLessThan(EVENTS)
    await later.getByRole('button', { name: 'Resume' }).click()
    await later.getByText('300 entries ran again.').waitFor(SOON)

    const { users } = await school.owner()
    expect(users).toHaveLength(EVENTS)
    expect(await school.access('buyer299@example.com')).toMatchObject([{ state: 'full' }])
    await later.goto(`${shop.base}/logs?outcome=no+rule`)
    await later.getByText('Nothing matches these filters').waitFor()
  })
})

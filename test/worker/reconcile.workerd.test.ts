/** Ledger and Thinkific compared on the whole Worker: what is listed, and what each choice about it does. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ACADEMY_BUNDLES, ACADEMY_COURSES } from '../simulator/academy'
import type { Owner } from '../simulator/owner'
import type { Simulator } from '../simulator/simulator'
import { Person, setUp } from './person'
import { Shop, thinkific } from './shop'

const [ADA, BEA, CLEO, EVE] = ['ada@example.com', 'bea@example.com', 'cleo@example.com', 'eve@example.com']
const TWO = ACADEMY_COURSES['Course Two']
const BEGINNER = ACADEMY_BUNDLES['Beginner Path']
const DAY_MS = 86_400_000
const CHOICE = { all: '', kind: 'unexplained', guess: 'of a stranger' }
const PATIENCE = { timeout: 45_000, interval: 100 }

let simulator: Simulator
let academy: Owner
let mia: Person
let shop: Shop

beforeEach(async () => {
  simulator = await thinkific()
  academy = simulator.site('academy')
  mia = new Person()
  shop = await new Shop(await setUp(mia)).open(['academy'], 1_000)
  await shop.rule('club', 'product.purchased', 'create_course', TWO, { accessDays: 30 })
  await shop.rule('path', 'product.purchased', 'create_bundle', BEGINNER)
})

const at = () => `/m/${shop.marketplace}/integrations/${shop.integration('academy')}`
const page = async (path: string) => (await mia.get(path)).text
const differences = () => page(`${at()}/differences`)
const access = (email: string, course: number = TWO) => academy.access(email).find((one) => one.courseId === course)

async function sell(email: string, product = 'club'): Promise<void> {
  const items = [{ product_id: product, product_name: product === 'club' ? 'Club' : 'Path' }]
  const before = (await shop.journal.log({ limit: 1000 })).rows.length
  await shop.send('product.purchased', { customer: { email }, order: { id: `o-${email}` }, items })
  await shop.log(before + 1)
}

function rowOf(email: string, course: number = TWO) {
  const user = academy.user(email)?.id
  const row = [...academy.data.enrollments.values()].find((one) => one.userId === user && one.courseId === course)
  if (row === undefined) {
    throw new Error(`${email} has no row`)
  }
  return row
}

async function ended(kind: string): Promise<string | null> {
  return vi.waitFor(async () => {
    const job = (await shop.journal.jobs()).find((one) => one.kind === kind)
    expect(job?.status).toBe('done')
    return job?.result ?? null
  }, PATIENCE)
}

async function reconcile(): Promise<string | null> {
  const { headers } = await mia.post(`${at()}/reconciliations`)
  expect(headers.get('location')).toBe(`${at()}/differences`)
  return ended('reconcile')
}

/** Ticks these boxes of a group, presses the button, and confirms. */
async function settle(email: string, fix: 'ours' | 'theirs' | 'leave'): Promise<string | null> {
  const html = await differences()
  const form = [...html.matchAll(/<form method="get" action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].find(([, , inner]) =>
    inner?.includes(email),
  )
  const inner = form?.[2] ?? ''
  const [, difference = ''] = new RegExp(`value="([^"]+)" aria-label="Select ${email}`).exec(inner) ?? []
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(inner)?.[1] ?? ''
  const asked = new URLSearchParams({ kind: hidden('kind'), guess: hidden('guess'), difference, fix })
  const question = await page(`${form?.[1]}?${asked}`)
  const fields = [...question.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ])
  await mia.post(`${at()}/differences/fixes`, Object.fromEntries(fields))
  return ended('fix-differences')
}

async function differenceIds(email: string): Promise<string[]> {
  return [...(await differences()).matchAll(/value="([^"]+)" aria-label="Select ([^"]*)/g)]
    .filter(([, , who = '']) => who.startsWith(email))
    .map(([, id = '']) => id)
}

async function setApart(): Promise<void> {
  await sell(ADA)
  await sell(BEA)
  await sell(CLEO, 'path')
  academy.setDates(rowOf(ADA).id, { expiryDate: Date.now() - DAY_MS })
  academy.setDates(rowOf(BEA).id, { expiryDate: Date.now() + 3 * DAY_MS })
  academy.removeEnrollment(rowOf(CLEO, ACADEMY_COURSES['Breath Basics']).id)
  const { id: userId } = academy.addUser({ email: EVE })
  academy.enroll({ userId, courseId: TWO })
}

describe('Reconcile', () => {
  test('lists what was changed by hand in Thinkific, counts it, and changes nothing', async () => {
    expect(await differences()).toContain('Not compared yet')
    await setApart()
    const before = simulator.calls.length
    expect(await reconcile()).toBe('4 differences.')
    const made = simulator.calls.slice(before).map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`)
    // The bundle, and its three courses, one of which the other rule is for.
    expect(made.toSorted()).toEqual([
      `GET /bundles/${BEGINNER}`,
      ...Array.from({ length: 3 }, () => 'GET /enrollments'),
    ])
    const html = await differences()
    for (const words of [
      'Paid for, but access ended in Thinkific',
      'Paid for, but not enrolled in Thinkific',
      'Access ends on a different date in Thinkific',
      'Enrolled in Thinkific, but not a customer here',
      'included in Target 2002',
      '4 calls',
      ADA,
      BEA,
      CLEO,
      EVE,
    ]) {
      expect(html).toContain(words)
    }
    expect(await page(`/m/${shop.marketplace}/integrations`)).toContain('4 differences')
    expect(await page(`/m/${shop.marketplace}/overview`)).toContain('4 differences')
    expect((await shop.journal.log({ limit: 10 })).rows).toHaveLength(3)
  })

  test('brings Thinkific to what was paid for, one entry each under the person’s name', async () => {
    await setApart()
    await reconcile()
    const ends = academy.access(ADA)[0]?.until
    expect(await settle(ADA, 'ours')).toBe('1 done.')
    await settle(BEA, 'ours')
    await settle(CLEO, 'ours')
    await settle(EVE, 'ours')
    const rows = await shop.log(7)
    expect(rows.slice(3).map(({ customer, outcome }) => `${customer?.email} ${outcome}`)).toEqual([
      `${ADA} renewed`,
      `${BEA} renewed`,
      `${CLEO} enrolled`,
      `${EVE} expired`,
    ])
    expect(rows[3]?.sentence).toMatch(/is open again until .* because Mia Chen restored the purchase’s access by hand/)
    expect(access(ADA)).toMatchObject({ state: 'full' })
    expect(access(ADA)?.until).toBeGreaterThan(Date.now() + 28 * DAY_MS)
    expect(ends).toBeLessThan(Date.now())
    expect(access(BEA)?.until).toBe(access(ADA)?.until)
    expect(access(CLEO, ACADEMY_COURSES['Breath Basics'])).toMatchObject({ state: 'full', until: null })
    expect(access(EVE)?.state).toBe('expired')
    expect(await reconcile()).toBe('Enrollwire and Thinkific agree.')
    expect(await differences()).toContain('No differences')
    expect((await shop.journal.log({ limit: 100 })).rows).toHaveLength(7)
  })

  test('takes over what Thinkific has, and a later refund still ends what its purchase gave', async () => {
    await shop.rule('club', 'product.refunded', 'expire_course', TWO)
    await setApart()
    await reconcile()
    await settle(ADA, 'theirs')
    await settle(BEA, 'theirs')
    await settle(EVE, 'theirs')
    const writes = simulator.calls.filter(({ method, path }) => method !== 'GET' && path.includes('enrollments'))
    expect(writes).toHaveLength(3)
    expect(await settle(CLEO, 'theirs')).toBe('1 done.')
    expect(await reconcile()).toBe('Enrollwire and Thinkific agree.')
    expect([access(ADA)?.state, access(EVE)?.state]).toEqual(['expired', 'full'])
    const customer = await page(`/m/${shop.marketplace}/customers/${encodeURIComponent(EVE)}`)
    expect(customer).toContain('Enrolled by hand')
    await shop.send('product.refunded', {
      customer: { email: BEA },
      order: { id: `o-${BEA}` },
      items: [{ product_id: 'club' }],
    })
    await vi.waitFor(() => expect(access(BEA)?.state).toBe('expired'), PATIENCE)
  })

  test('lists no longer what a person left as it is, until it changes', async () => {
    await setApart()
    await reconcile()
    await settle(BEA, 'leave')
    expect(await differences()).not.toContain(BEA)
    expect(await reconcile()).toBe('3 differences.')
    academy.setDates(rowOf(BEA).id, { expiryDate: Date.now() + 5 * DAY_MS })
    expect(await reconcile()).toBe('4 differences.')
    expect(await differences()).toContain(BEA)
  })

  test('looks again before it settles anything', async () => {
    await setApart()
    await reconcile()
    academy.setDates(rowOf(ADA).id, { expiryDate: rowOf(BEA).expiryDate })
    expect(await settle(ADA, 'theirs')).toBe('0 done; 1 changed since you looked, still listed.')
    expect((await shop.journal.log({ limit: 100 })).rows).toHaveLength(3)
    const { id } = rowOf(EVE)
    academy.setDates(id, { expiryDate: Date.now() - DAY_MS })
    expect(await settle(EVE, 'ours')).toBe('0 done; 1 already matched.')
    expect((await shop.journal.log({ limit: 100 })).rows).toHaveLength(3)
  })

  test('settles a difference once, whatever two people choose at the same moment', async () => {
    await setApart()
    await reconcile()
    const [difference = ''] = await differenceIds(EVE)
    const choose = (fix: string) =>
      mia.post(`${at()}/differences/fixes`, { ...CHOICE, formId: crypto.randomUUID(), difference, fix })
    simulator.faults.add({ kind: 'slow', ms: 1_500, times: 2 })
    await Promise.all([choose('theirs'), choose('ours')])
    await vi.waitFor(async () => {
      const jobs = (await shop.journal.jobs()).filter(({ kind }) => kind === 'fix-differences')
      expect(jobs.map(({ status }) => status)).toEqual(['done', 'done'])
    }, PATIENCE)
    const { rows } = await shop.journal.log({ limit: 100 })
    expect(rows.filter(({ customer }) => customer?.email === EVE)).toHaveLength(1)
  })

  test('says why it does not go on while Thinkific rejects the key, and waits', async () => {
    await setApart()
    academy.resetApiKey('another-key-of-the-academy-000000')
    await mia.post(`${at()}/reconciliations`)
    await vi.waitFor(async () => expect(await differences()).toContain('does not accept this site’s API key'), PATIENCE)
    expect((await shop.journal.jobs())[0]?.status).toBe('running')
  })

  test('goes with the integration, and an erased customer goes from it', async () => {
    await setApart()
    await reconcile()
    await mia.post(`/m/${shop.marketplace}/customers/${encodeURIComponent(ADA)}/erasures`)
    await vi.waitFor(async () => expect(await differences()).not.toContain(ADA), PATIENCE)
    const stored = await shop.journal.differences(shop.integration('academy'))
    expect(JSON.stringify(stored)).not.toContain(ADA)
    await mia.post(`${at()}/deletions`)
    await vi.waitFor(async () => {
      const left = await shop.journal.differences(shop.integration('academy'))
      expect(left).toEqual({ groups: [], settling: 0, state: null })
    }, PATIENCE)
  })

  test('runs weekly by the journal’s alarm once an admin says so', async () => {
    await setApart()
    const change = (weekly: 'yes' | 'no') =>
      mia.post(`${at()}/reconciliations/schedule`, { formId: crypto.randomUUID(), weekly })
    await change('yes')
    expect(await differences()).toContain('Runs weekly')
    const { results } = await env.DB.prepare("SELECT what FROM audit WHERE did = 'switched on'").all()
    expect(results).toEqual([{ what: 'weekly reconciling of the integration “academy”' }])
    await runInDurableObject(shop.journal, (_, { storage }) => {
      const name = `reconcile ${shop.integration('academy')}`
      storage.sql.exec("UPDATE facts SET value = json_set(value, '$.weeklyAt', 1) WHERE name = ?", name)
    })
    await runInDurableObject(shop.journal, (journal) => journal.alarm?.())
    expect(await ended('reconcile')).toBe('4 differences.')
    expect((await shop.journal.differences(shop.integration('academy'))).state?.weeklyAt).toBeGreaterThan(
      Date.now() + 6 * DAY_MS,
    )
    await change('no')
    expect(await differences()).toContain('Runs only when someone starts it')
  })
})

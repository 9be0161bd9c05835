/** What a wrong rule did, taken back on the whole Worker: the preview, the job, and what entries say afterwards. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { LogRow } from '../../src/journal/queries'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import type { Person } from './person'
import type { Shop } from './shop'

const ONE = ACADEMY_COURSES['Course One']
const TWO: number = ACADEMY_COURSES['Course Two']
const PATIENCE = { timeout: 45_000, interval: 100 }

let simulator: Simulator
let mia: Person
let shop: Shop

beforeEach(async () => {
  ;({ simulator, mia, shop } = await openOwnedShop())
})

const sale = (name: string, product = 'club', order = `order-${name}`) => ({
  customer: { email: `${name}@example.com`, first_name: name, last_name: 'Lee' },
  order: { id: order },
  items: [{ product_id: product, product_name: product }],
})
const isIn = (name: string, course = TWO) =>
  simulator
    .site('academy')
    .access(`${name}@example.com`)
    .some(({ courseId, state }) => courseId === course && state === 'full')
const at = (path: string) => `/m/${shop.marketplace}${path}`
const page = async (path: string) => (await mia.get(at(path))).text.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ')
const entryPath = ({ id }: Pick<LogRow, 'id'>) => `/logs/${encodeURIComponent(id)}`
const actsPath = ({ id }: Pick<LogRow, 'id'>) => `/entries/${encodeURIComponent(id)}`
const newest = async (entries: number) => (await shop.log(entries)).at(-1) ?? expect.fail('no entry')

async function ended(): Promise<string | null> {
  return vi.waitFor(async () => {
    const jobs = await shop.journal.jobs()
    expect(jobs.map(({ status }) => status)).not.toContain('running')
    return jobs.toSorted((one, other) => other.startedAt - one.startedAt)[0]?.result ?? null
  }, PATIENCE)
}

async function undoRule(rule: string, span = { from: '0', until: String(Date.now() + 1) }): Promise<string | null> {
  const { status, headers } = await mia.post(at(`/rules/${rule}/undos`), { id: crypto.randomUUID(), ...span })
  expect([status, headers.get('location')]).toEqual([303, at('/jobs')])
  return ended()
}

describe('What a wrong rule did', () => {
  test('is shown before it is taken back: who loses access, and what keeps the others in', async () => {
    await shop.rule('club', 'product.purchased', 'create_course', TWO)
    const wrong = await shop.rule('mug', 'product.purchased', 'create_course', TWO)
    await shop.send('product.purchased', sale('ann', 'mug'))
    await shop.send('product.purchased', sale('ben', 'mug'))
    await shop.send('product.purchased', sale('ben', 'club', 'paid-1'))
    await shop.send('product.purchased', sale('cleo', 'club'))
    await shop.log(4)
    expect(await page(`/rules/${wrong}`)).toContain('Undo what this rule did')
    const shown = await page(`/rules/${wrong}/undo`)
    expect(shown).toContain('Undo what this rule did for 2 customers.')
    expect(shown).toMatch(/ann@example\.com.*What gave access to Target \d+ is undone, so it ends\./)
    expect(shown).toMatch(/ben@example\.com.*stays as it is, given by club \(order paid-1\)/)
    simulator.calls.splice(0)
    expect(await undoRule(wrong)).toBe(
      'Undone for 2 customers, each with an entry in the log: 1 lost access, 1 has what they had.',
    )
    expect(['ann', 'ben', 'cleo'].map((name) => isIn(name))).toEqual([false, true, true])
    expect(simulator.calls.filter(({ method }) => method !== 'GET')).toHaveLength(1)
    expect(await page(`/rules/${wrong}/undo`)).toContain('Nothing to undo')
    expect(await undoRule(wrong)).toBe('Nothing was left to undo.')
    expect((await shop.journal.overview()).failed).toBeNull()
    expect(await page('/team')).toContain('undid')
  })

  test('its entries say who undid them, and only a person runs them again', async () => {
    const rule = await shop.rule('club', 'product.purchased', 'create_course', TWO)
    const event = await shop.send('product.purchased', sale('ann'))
    const [entry = expect.fail('no entry')] = await shop.log(1)
    await undoRule(rule)
    const [undone] = await shop.log(2)
    expect(undone).toMatchObject({ id: entry.id, outcome: 'enrolled', resolved: { how: 'undone' } })
    const said = await page(entryPath(entry))
    expect(said).toMatch(/Undone by .* on .*See what that changed\./)
    expect(said).toContain('Retry')
    await shop.send('product.purchased', sale('ann'), { id: event })
    await vi.waitFor(async () => expect((await shop.log(2))[0]?.repeats).toBe(1), PATIENCE)
    expect(isIn('ann')).toBe(false)
    await mia.post(at(`${actsPath(entry)}/retries`), {})
    await vi.waitFor(() => expect(isIn('ann')).toBe(true), PATIENCE)
    const again = await vi.waitFor(async () => {
      const row = (await shop.log(2)).find(({ id }) => id === entry.id)
      expect(row?.outcome).toBe('renewed')
      return row
    }, PATIENCE)
    expect(again?.resolved).toBeUndefined()
  })

  test('an ending is taken back as well, and what it had superseded applies', async () => {
    await shop.rule('club', 'product.purchased', 'create_course', TWO)
    const wrong = await shop.rule('club', 'product.refunded', 'expire_course', TWO)
    await shop.send('product.refunded', sale('ben'), { at: Date.now() })
    await shop.log(1)
    await shop.send('product.purchased', sale('ann'), { at: Date.now() - 60_000 })
    await shop.send('product.purchased', sale('ben'), { at: Date.now() - 60_000 })
    await shop.log(3)
    await shop.send('product.refunded', sale('ann'))
    await shop.log(4)
    expect(['ann', 'ben'].map((name) => isIn(name))).toEqual([false, false])
    expect(await undoRule(wrong)).toContain('0 lost access, 2 regained it')
    expect(['ann', 'ben'].map((name) => isIn(name))).toEqual([true, true])
    const rows = await shop.log(6)
    expect(
      rows.find(({ customer, rule }) => customer?.email === 'ben@example.com' && rule?.name.includes('create')),
    ).toMatchObject({
      outcome: 'enrolled',
    })
  })

  test('a product’s rule that decided over a global one gives way to it', async () => {
    const wrong = await shop.rule('club', 'product.purchased', 'expire_course', TWO)
    await shop.rule('*', 'product.purchased', 'create_course', TWO)
    await shop.send('product.purchased', sale('ann'))
    const rows = await shop.log(2)
    expect(rows.map(({ outcome }) => outcome)).toContain('superseded')
    expect(isIn('ann')).toBe(false)
    await undoRule(wrong)
    await vi.waitFor(() => expect(isIn('ann')).toBe(true), PATIENCE)
  })

  test('is taken back within the span alone', async () => {
    const rule = await shop.rule('club', 'product.purchased', 'create_course', TWO)
    await shop.send('product.purchased', sale('ann'))
    await shop.log(1)
    const between = Date.now()
    await new Promise((resolve) => setTimeout(resolve, 5))
    await shop.send('product.purchased', sale('ben'))
    await shop.log(2)
    await undoRule(rule, { from: '0', until: String(between) })
    expect(['ann', 'ben'].map((name) => isIn(name))).toEqual([false, true])
  })

  test('what still waits ends, and does not run', async () => {
    const rule = await shop.rule('club', 'product.purchased', 'create_course', TWO, { startsAfter: 5 })
    await shop.send('product.purchased', sale('ann'))
    await shop.waiting(1)
    expect(await page(`/rules/${rule}/undo`)).toContain('1 entry still waits, and will not run.')
    await undoRule(rule)
    await shop.waiting(0)
    const [entry] = await shop.log(2)
    expect(entry).toMatchObject({ outcome: 'given up', resolved: { how: 'undone' } })
    expect(await page('/customers/ann%40example.com')).not.toContain('Access starts on')
  })

  test('of a rule that was deleted since', async () => {
    const rule = await shop.rule('club', 'product.purchased', 'create_course', TWO)
    await shop.send('product.purchased', sale('ann'))
    const entry = await newest(1)
    await mia.post(at(`/rules/${rule}/deletions`), {})
    expect(await page(`${entryPath(entry)}/undo`)).toContain('Undo what “product.purchased create_course” did')
    await undoRule(rule)
    expect(isIn('ann')).toBe(false)
  })
})

describe('One entry', () => {
  test('is undone on its own, once, and another form finds nothing left', async () => {
    await shop.rule('club', 'product.purchased', 'create_course', TWO)
    await shop.rule('club', 'product.purchased', 'create_course', ONE)
    await shop.send('product.purchased', sale('ann'))
    const rows = await shop.log(2)
    const entry = rows.find(({ target }) => target?.id === String(TWO)) ?? expect.fail('no entry')
    expect(await page(`${entryPath(entry)}/undo`)).toContain('Undo what this entry did for 1 customer.')
    const id = crypto.randomUUID()
    const [first, second] = [
      await mia.post(at(`${actsPath(entry)}/undos`), { id }),
      await mia.post(at(`${actsPath(entry)}/undos`), { id }),
    ]
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
    await vi.waitFor(() => expect(isIn('ann')).toBe(false), PATIENCE)
    expect(isIn('ann', ONE)).toBe(true)
    await shop.log(3)
    const third = await mia.post(at(`${actsPath(entry)}/undos`), { id: crypto.randomUUID() })
    expect(third.headers.get('location')).toBe(at(entryPath(entry)))
    await shop.log(3)
  })
})

describe('An odd request', () => {
  test('a span that ends before it begins, begins in the future or is no time is explained, and starts nothing', async () => {
    const rule = await shop.rule('club', 'product.purchased', 'create_course', TWO)
    await shop.send('product.purchased', sale('ann'))
    await shop.log(1)
    expect(await page(`/rules/${rule}/undo?from=2026-05-02T10:00&until=2026-05-01T10:00`)).toContain(
      'ends before it begins',
    )
    expect(await page(`/rules/${rule}/undo?from=2199-05-02T10:00&until=2199-06-01T10:00`)).toContain(
      'begins in the future',
    )
    expect(await page(`/rules/${rule}/undo?from=yesterday`)).toContain('Undo what this rule did for 1 customer.')
    for (const span of [
      { from: '20', until: '10' },
      { from: 'x', until: '-5' },
      { from: String(Date.now() + 1e9), until: String(Date.now() + 2e9) },
    ]) {
      const refused = await mia.post(at(`/rules/${rule}/undos`), { id: crypto.randomUUID(), ...span })
      expect(refused.headers.get('location')).toBe(at(`/rules/${rule}/undo`))
    }
    expect(await shop.journal.jobs()).toEqual([])
    expect(isIn('ann')).toBe(true)
  })

  test('a rule, an entry or an import that is not this marketplace’s is not found', async () => {
    for (const path of ['/rules/none/undo', '/logs/none~1/undo', '/imports/none/undo']) {
      expect((await mia.get(at(path))).status).toBe(404)
    }
    for (const path of ['/rules/none/undos', '/entries/none~1/undos', '/imports/none/undos']) {
      expect((await mia.post(at(path), { id: crypto.randomUUID() })).status).toBe(404)
    }
  })

  test('two undos of overlapping spans at once take everything back once', async () => {
    const rule = await shop.rule('club', 'product.purchased', 'create_course', TWO)
    for (const name of ['ann', 'ben', 'cleo']) {
      await shop.send('product.purchased', sale(name))
    }
    await shop.log(3)
    const span = { from: '0', until: String(Date.now() + 1) }
    await Promise.all([1, 2].map(() => mia.post(at(`/rules/${rule}/undos`), { id: crypto.randomUUID(), ...span })))
    await ended()
    expect(['ann', 'ben', 'cleo'].map((name) => isIn(name))).toEqual([false, false, false])
    await shop.log(6)
  })
})

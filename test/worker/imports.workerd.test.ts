/** Past orders from a file on the whole Worker: read, foreseen and run, beside what is sold meanwhile. */
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { deleteMarketplace } from '../../src/accounts/marketplace-commands'
import { members } from '../../src/db/accounts-schema'
import { chooseOrders, discardImport, mapColumns, runImport, uploadOrders } from '../../src/imports/commands'
import type { PastOrder } from '../../src/imports/orders/past-order'
import { guessColumns } from '../../src/imports/rows/columns'
import { eraseCustomer } from '../../src/journal/customers/customer-commands'
import type { ImportRecord, ImportStage, StoredOrder } from '../../src/journal/imports/import-record'
import { changeJob } from '../../src/journal/jobs/commands'
import { undoImport } from '../../src/journal/undo/undo-commands'
import { sized } from '../depth'
import { inPieces, MULTIPART, toBytes, toPost } from '../imports/upload'
import { ACADEMY_COURSES } from '../simulator/academy'
import type { Simulator } from '../simulator/simulator'
import { openOwnedShop } from './owned-shop'
import type { Shop } from './shop'

const TWO = ACADEMY_COURSES['Course Two']
const PATIENCE = { timeout: sized(60_000, 900_000), interval: 50 }
const HEAD = 'Order ID,Date,Email,Product ID,Status,Refund Date\n'

let simulator: Simulator
let shop: Shop
let author: Parameters<typeof uploadOrders>[1]

beforeEach(async () => {
  ;({ simulator, shop } = await openOwnedShop())
  const [member] = await drizzle(env.DB).select().from(members)
  author = {
    marketplace: shop.marketplace,
    person: { id: member?.person ?? '', name: 'Mia', email: 'mia@example.com' },
  }
  await shop.rule('club', 'product.purchased', 'create_course', TWO)
  await shop.rule('club', 'product.refunded', 'expire_course', TWO)
})

const isIn = (name: string) => simulator.site('academy').access(`${name}@example.com`).length > 0
const form = () => crypto.randomUUID()

async function upload(text: string): Promise<string> {
  const id = crypto.randomUUID()
  const body = inPieces(toPost(toBytes(text), 'orders.csv', { id }), 65_536)
  const done = await uploadOrders(env, author, { body, contentType: MULTIPART })
  expect(done).toEqual({ ok: true, id })
  return id
}

function at(id: string, stage: ImportStage): Promise<ImportRecord> {
  return vi.waitFor(async () => {
    const record = await shop.journal.import(id)
    expect(record?.stage).toBe(stage)
    return record ?? expect.fail('no import')
  }, PATIENCE)
}

async function read(id: string): Promise<ImportRecord> {
  const { columns, changedAt } = await at(id, 'uploaded')
  await mapColumns(env, author, id, {
    form: form(),
    seenAt: changedAt,
    mapping: { columns: guessColumns(columns), meaning: 'purchase', dateStyle: null, product: null },
  })
  return at(id, 'read')
}

async function preview(id: string): Promise<ImportRecord> {
  const { changedAt, products } = await read(id)
  const choice = { from: null, until: null, products: Object.fromEntries(products.map(({ key }) => [key, key])) }
  await chooseOrders(env, author, id, { form: form(), seenAt: changedAt, choice })
  return at(id, 'previewed')
}

async function run(id: string): Promise<ImportRecord> {
  const { changedAt } = await at(id, 'previewed')
  await runImport(env, author, id, { form: form(), seenAt: changedAt })
  return at(id, 'done')
}

describe('Past orders from a file', () => {
  test('are foreseen and run: a customer who paid is in, one who was refunded is not and never was', async () => {
    const id = await upload(
      `${HEAD}1,2026-05-03,ann@example.com,club,paid,\n2,2026-05-04,ben@example.com,club,refunded,2026-06-01\n3,2026-05-05,Cleo Lee,club,paid,\n1,2026-05-03,ann@example.com,club,paid,\n4,2026-05-06,dan@example.com,mug,paid,\n`,
    )
    const seen = await preview(id)
    expect(seen).toMatchObject({ orders: 4, wrong: 2, foreseen: { enroll: 1, nothing: 3 } })
    expect(simulator.calls).toEqual([])

    const done = await run(id)
    expect(done.did).toEqual({ enroll: 1, nothing: 3 })
    expect(['ann', 'ben', 'dan'].map(isIn)).toEqual([true, false, false])
    expect(simulator.site('academy').access('ben@example.com')).toEqual([])
    expect((await shop.log(4)).map(({ outcome }) => outcome).toSorted()).toEqual([
      'enrolled',
      'no rule',
      'no such customer',
      'superseded',
    ])
  })

  test('are undone: who came in by them is out again, who was in before stays in', async () => {
    await shop.send('product.purchased', {
      customer: { email: 'ben@example.com' },
      order: { id: '7' },
      items: [{ product_id: 'club' }],
    })
    await shop.log(1)
    const id = await upload(`${HEAD}1,2026-05-03,ann@example.com,club,paid,\n7,2026-05-03,ben@example.com,club,paid,\n`)
    await preview(id)
    const running = await undoImport(env, author, form(), id)
    expect(running).toMatchObject({ ok: false, reason: 'still running' })
    await run(id)
    expect(['ann', 'ben'].map(isIn)).toEqual([true, true])
    await undoImport(env, author, form(), id)
    const result = await vi.waitFor(async () => {
      const job = (await shop.journal.jobs()).find(({ kind }) => kind === 'undo')
      expect(job?.status).toBe('done')
      return job?.result
    }, PATIENCE)
    expect(result).toBe('Undone for 2 customers, each with an entry in the log: 1 lost access, 1 has what they had.')
    const isOpen = (name: string) =>
      simulator
        .site('academy')
        .access(`${name}@example.com`)
        .some(({ state }) => state === 'full')
    expect(['ann', 'ben'].map(isOpen)).toEqual([false, true])
  })

  test('three times with another status or product are what each adds; only the same again is listed as wrong', async () => {
    const id = await upload(
      `${HEAD}1,2026-05-03,ann@example.com,club,paid,\n1,2026-05-03,ann@example.com,club,refunded,2026-06-01\n1,2026-05-03,ann@example.com,mug,paid,\n1,2026-05-03,ann@example.com,mug,paid,\n`,
    )
    const { orders, wrong, foreseen } = await preview(id)
    expect({ orders, wrong, foreseen }).toEqual({ orders: 3, wrong: 1, foreseen: { nothing: 3 } })
    const wrongRows: StoredOrder[] = await shop.journal.importOrders(id, { only: 'wrong', after: null, limit: 10 })
    expect(wrongRows.map(({ line, problem }) => [line, problem])).toEqual([[5, 'It is the same as row 4.']])
  })

  test('twice are known the second time, and call nothing', async () => {
    const text = `${HEAD}1,2026-05-03,ann@example.com,club,paid,\n`
    const first = await upload(text)
    await preview(first)
    await run(first)
    simulator.calls.splice(0)
    const second = await upload(text)
    expect((await preview(second)).foreseen).toEqual({ known: 1 })
    expect((await run(second)).did).toEqual({ known: 1 })
    expect(simulator.calls).toEqual([])
  })

  test('that a post reported already change nothing', async () => {
    await shop.send('product.purchased', {
      customer: { email: 'ann@example.com' },
      order: { id: '1' },
      items: [{ product_id: 'club' }],
    })
    await shop.log(1)
    simulator.calls.splice(0)
    const id = await upload(`${HEAD}1,2026-05-03,ann@example.com,club,paid,\n`)
    expect((await preview(id)).foreseen).toEqual({ already: 1 })
    expect((await run(id)).did).toEqual({ already: 1 })
    expect(simulator.calls).toEqual([])
  })

  test('explain access that is found open: a later refund ends it', async () => {
    const academy = simulator.site('academy')
    const { id: userId } = academy.addUser({ email: 'ann@example.com', firstName: 'Ann', lastName: 'Lee' })
    academy.enroll({ userId, courseId: TWO })
    const id = await upload(`${HEAD}1,2026-05-03,ann@example.com,club,paid,\n`)
    await preview(id)
    await run(id)
    await shop.send('product.refunded', {
      customer: { email: 'ann@example.com' },
      order: { id: '1' },
      items: [{ product_id: 'club' }],
    })
    const entries = await shop.log(2)
    expect(entries.map(({ outcome }) => outcome)).toContain('expired')
  })

  test('of dates or products that are not chosen are left out', async () => {
    const id = await upload(
      `${HEAD}1,2026-05-03,ann@example.com,club,paid,\n2,2025-05-03,ben@example.com,club,paid,\n3,2026-05-03,cleo@example.com,mug,paid,\n`,
    )
    const { changedAt } = await read(id)
    const choice = { from: '2026-01-01', until: null, products: { club: 'club', mug: null } }
    await chooseOrders(env, author, id, { form: form(), seenAt: changedAt, choice })
    expect((await at(id, 'previewed')).foreseen).toEqual({ enroll: 1, 'left out': 2 })
    await run(id)
    expect(['ann', 'ben', 'cleo'].map(isIn)).toEqual([true, false, false])
  })

  test('two files at once each run to their end, and a customer of both is enrolled once', async () => {
    const text = (order: number) =>
      HEAD + Array.from({ length: 12 }, (_, n) => `${order}${n},2026-05-03,c${n}@example.com,club,paid,\n`).join('')
    const [one, other] = [await upload(text(1)), await upload(text(2))]
    await Promise.all([preview(one), preview(other)])
    await Promise.all([run(one), run(other)])
    expect(Array.from({ length: 12 }, (_, n) => isIn(`c${n}`))).not.toContain(false)
  })

  test('are paused, go on and are canceled midway: what ran stays, and the rest never does', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `c${n}`)
    const id = await upload(HEAD + names.map((name, n) => `${n},2026-05-03,${name}@example.com,club,paid,\n`).join(''))
    const { changedAt } = await preview(id)
    await runImport(env, author, id, { form: form(), seenAt: changedAt })
    const job = `run-import ${id} 1`
    await changeJob(env, author, job, 'pause')
    expect((await shop.journal.import(id))?.stage).toBe('running')
    // What was under way is finished, and counted as it is.
    await vi.waitFor(async () => {
      const begun = names.filter(isIn).length
      expect(begun).toBeGreaterThan(0)
      expect((await shop.journal.import(id))?.did).toEqual({ enroll: begun })
      const [view] = (await shop.journal.jobs()).filter((one) => one.id === job)
      expect(view).toMatchObject({ status: 'paused', done: begun, total: names.length })
      expect((await shop.journal.import(id))?.open.every(({ noted }) => noted)).toBe(true)
    }, PATIENCE)
    await changeJob(env, author, job, 'resume')
    await vi.waitFor(async () => expect((await shop.journal.import(id))?.did.enroll).toBeGreaterThan(20), PATIENCE)
    await changeJob(env, author, job, 'cancel')
    expect(await at(id, 'canceled')).toMatchObject({ endedAt: expect.any(Number) })
    const inAll = () => names.filter(isIn).length
    await vi.waitFor(async () => {
      const before = inAll()
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      expect(inAll()).toBe(before)
    }, PATIENCE)
    expect(inAll()).toBeLessThan(names.length)
    expect(await discardImport(env, author, id)).toEqual({ ok: true })
    expect(await shop.journal.imports()).toEqual([])
  })

  test('are done, though paused, where nothing is left to start', async () => {
    const id = await upload(`${HEAD}1,2026-05-03,one@example.com,club,paid,\n2,2026-05-04,two@example.com,club,paid,\n`)
    const { changedAt } = await preview(id)
    await runImport(env, author, id, { form: form(), seenAt: changedAt })
    await changeJob(env, author, `run-import ${id} 1`, 'pause')
    expect((await at(id, 'done')).did).toEqual({ enroll: 2 })
  })

  test('of a customer who is erased amid the run leave nothing behind, and the others run on', async () => {
    const names = Array.from({ length: 22 }, (_, n) => `c${n}`)
    const id = await upload(HEAD + names.map((name, n) => `${n},2026-05-03,${name}@example.com,club,paid,\n`).join(''))
    const { changedAt } = await preview(id)
    await runImport(env, author, id, { form: form(), seenAt: changedAt })
    const job = `run-import ${id} 1`
    await changeJob(env, author, job, 'pause')
    const list = async (): Promise<StoredOrder[]> =>
      await shop.journal.importOrders(id, { only: null, after: null, limit: 100 })
    const emailOf = ({ doc }: StoredOrder) => (doc as PastOrder).customer.email
    // Twenty have begun, in the order of the list.
    const last = (await list()).at(-1) ?? expect.fail('no orders')
    await eraseCustomer(env, author, { id: form(), email: emailOf(last) })
    await changeJob(env, author, job, 'resume')
    const { did } = await at(id, 'done')
    expect(did).toEqual({ enroll: names.length - 1 })
    expect((await list()).map(emailOf)).not.toContain(emailOf(last))
    expect(names.filter((name) => !isIn(name)).map((name) => `${name}@example.com`)).toEqual([emailOf(last)])
  })

  test('of a marketplace that is being deleted begin no more', async () => {
    const names = Array.from({ length: 22 }, (_, n) => `c${n}`)
    const id = await upload(HEAD + names.map((name, n) => `${n},2026-05-03,${name}@example.com,club,paid,\n`).join(''))
    const { changedAt } = await preview(id)
    await runImport(env, author, id, { form: form(), seenAt: changedAt })
    await changeJob(env, author, `run-import ${id} 1`, 'pause')
    expect(await deleteMarketplace(env, author)).toMatchObject({ ok: true })
    await shop.journal.changeJob(`run-import ${id} 1`, 'resume')
    await vi.waitFor(async () => {
      const job = (await shop.journal.jobs()).find(({ kind }) => kind === 'run-import')
      expect(job?.endedAt).not.toBeNull()
    }, PATIENCE)
    expect((await shop.journal.import(id))?.stage).toBe('canceled')
    expect(names.filter(isIn).length).toBeLessThanOrEqual(20)
  })

  test('are discarded while they are read or foreseen', async () => {
    const rows = Array.from({ length: 1_200 }, (_, n) => `${n},2026-05-03,c${n}@example.com,club,paid,\n`).join('')
    const reading = await upload(HEAD + rows)
    const { columns, changedAt } = await at(reading, 'uploaded')
    const mapping = { columns: guessColumns(columns), meaning: 'purchase', dateStyle: null, product: null } as const
    await Promise.all([
      mapColumns(env, author, reading, { form: form(), seenAt: changedAt, mapping }),
      discardImport(env, author, reading),
    ])
    const foreseen = await upload(HEAD + rows)
    const first = await read(foreseen)
    const choice = { from: null, until: null, products: { club: 'club' } }
    await Promise.all([
      chooseOrders(env, author, foreseen, { form: form(), seenAt: first.changedAt, choice }),
      discardImport(env, author, foreseen),
    ])
    await vi.waitFor(async () => {
      expect((await shop.journal.jobs()).filter(({ endedAt }) => endedAt === null)).toEqual([])
    }, PATIENCE)
    expect(await shop.journal.imports()).toEqual([])
    for (const id of [reading, foreseen]) {
      expect(await shop.journal.importOrders(id, { only: null, after: null, limit: 1 })).toEqual([])
    }
  })

  test('by the thousand are foreseen, each once, and nothing is called', async ({ annotate }) => {
    const count = sized(600, 20_000)
    const rows = Array.from(
      { length: count },
      (_, n) => `${n},2026-05-03,c${n % (count * 0.8)}@example.com,club,paid,\n`,
    )
    const id = await upload(HEAD + rows.join(''))
    await read(id)
    const { changedAt } = await at(id, 'read')
    const began = Date.now()
    await chooseOrders(env, author, id, {
      form: form(),
      seenAt: changedAt,
      choice: { from: null, until: null, products: { club: 'club' } },
    })
    const { foreseen } = await at(id, 'previewed')
    await annotate(`${count} rows foreseen in ${Date.now() - began} ms`)
    expect(Object.values(foreseen).reduce((sum, number) => sum + number, 0)).toBe(count)
    expect(simulator.calls).toEqual([])
  })
})

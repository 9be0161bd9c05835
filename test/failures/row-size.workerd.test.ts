/** Rows whose size an outsider's text decides, at and beyond what they may hold: none is too large to be written. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { describe, expect, test } from 'vitest'
import { listAudit } from '../../src/accounts/audit'
import { auditLine } from '../../src/accounts/audit-line'
import { saveProblem } from '../../src/integrations/save-problem'
import type { Journal } from '../../src/journal/journal'
import type { Attempt } from '../../src/model/attempt'
import { fitToMessage } from '../../src/model/fit-to-message'
import { addSeenProducts } from '../../src/products/seen'
import { AT, final, sampleAttempt, sampleEvent, sampleItem, sampleRule, waits } from '../journal/samples'
import { merchant, PASSWORD, Visitor } from '../web/accounts/visitor'
import { integrationFor, Visitor as SetupVisitor } from '../web/setup-pages'

/** What a row may hold, here and in D1 (Cloudflare's limits). */
const ROW_BYTES = 2_000_000
/** Three bytes each: the most a character of JSON text takes. */
const HUGE = '語'.repeat(700_000)

const fresh = (): DurableObjectStub<Journal> => env.JOURNAL.getByName(`rows-${crypto.randomUUID()}`)

describe('a journal', () => {
  test('keeps and logs what a site answered at any length', async () => {
    const journal = fresh()
    const id = await open(journal)
    const attempts = Array.from({ length: 60 }, (_, n) => hugeAttempt(AT + n))
    await journal.record([
      { event: 'e1', firing: id, settling: { ...waits('temporary', AT, { attempts }), sentence: HUGE } },
    ])
    expect((await journal.log({})).waiting[0]?.sentence).toMatch(/^語+…$/)
    expect(await largestRow(journal)).toBeLessThan(ROW_BYTES)
    await journal.record([{ event: 'e1', firing: id, settling: { ...final('enrolled', attempts), sentence: HUGE } }])
    const entry = await journal.entry(id)
    expect(entry).toMatchObject({ outcome: 'enrolled', attemptsKept: true })
    expect(entry?.attempts).toHaveLength(40)
    expect(entry?.attempts[0]?.response).toMatch(/^語+…$/)
    expect(await largestRow(journal)).toBeLessThan(ROW_BYTES)
  })

  test('keeps posts that were refused for reasons of any length', async () => {
    const journal = fresh()
    for (let n = 0; n < 12; n += 1) {
      await journal.refuse({ endpoint: HUGE, at: n, status: 422, reason: `${n} ${HUGE}`, word: HUGE, field: HUGE })
    }
    const { count, last } = await journal.refused()
    expect([count, last.length]).toEqual([12, 12])
    expect(last[0]?.reason).toMatch(/^11 語+…$/)
    expect(await largestRow(journal)).toBeLessThan(ROW_BYTES)
  })

  test('receives the largest event there is, with all its products and fields, and keeps it for the queue', async () => {
    const journal = fresh()
    const name = '語'.repeat(300)
    const items = Array.from({ length: 500 }, (_, n) => sampleItem(`${n}`.padEnd(200, 'x'), { productName: name }))
    const customFields = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`${n}${name}`, '語'.repeat(2_000)]))
    const event = sampleEvent({
      items,
      customFields,
      typeWord: name,
      orderId: 'o'.repeat(200),
      body: '語'.repeat(32_000),
    })
    expect(await journal.receive(event, [sampleRule({ product: '*' })])).toMatchObject({ status: 'open' })
    await journal.fallback(fitToMessage(event))
    expect((await journal.log({})).waitingFound).toBeGreaterThan(0)
    expect(await largestRow(journal)).toBeLessThan(ROW_BYTES)
  })

  test('takes only as many firings as it can also write the outcomes of, whatever their sentences', async () => {
    const journal = fresh()
    let firings: { firing: { id: string } }[] = []
    let taken = 0
    // Halved until it is so exact that what is taken ends in the room kept for outcomes.
    for (let refused = 40_000; refused - taken > 100; ) {
      const length = Math.floor((taken + refused) / 2)
      const rules = Array.from({ length: 50 }, (_, n) => sampleRule({ id: `r${n}`, name: 'n'.repeat(length) }))
      const received = await journal.receive(sampleEvent({ id: `e${length}` }), rules)
      if (received.firings.length > 0) {
        firings = received.firings
        taken = length
      } else {
        refused = length
      }
    }
    expect(taken).toBeGreaterThan(0)
    const event = `e${taken}`
    const settling = { ...final(), sentence: '語'.repeat(3_000) }
    await journal.record(firings.map(({ firing }) => ({ event, firing: firing.id, settling })))
    expect(await largestRow(journal)).toBeLessThan(ROW_BYTES)
    for (const { firing } of [firings[0], firings.at(-1)].filter((one) => one !== undefined)) {
      expect(await journal.entry(firing.id)).toMatchObject({ outcome: 'enrolled' })
    }
  })
})

describe('D1', () => {
  test('takes an audit line of any length', async () => {
    const changes = Array.from({ length: 300 }, (_, n) => ({ field: `${n} ${HUGE}`, from: HUGE, to: HUGE }))
    const author = { marketplace: 'shop', person: { id: 'p1', name: HUGE, email: 'ada@example.com' } }
    await auditLine(drizzle(env.DB), author, { did: 'saved', what: HUGE, changes })
    const [line] = await listAudit(env.DB, 'shop', 1)
    expect(line?.what).toMatch(/^語+…$/)
    expect(line?.changes?.[0]).toMatchObject({ field: expect.stringMatching(/^0 語+…$/) })
    expect(JSON.stringify(line).length * 3).toBeLessThan(ROW_BYTES)
  })

  test('takes what an integration’s problem is, and a browser’s description of itself, at any length', async () => {
    const seller = new SetupVisitor()
    const id = await integrationFor(seller)
    const find = () =>
      env.DB.prepare('SELECT * FROM integrations WHERE id = ?').bind(id).first<Record<string, string>>()
    const sealedCredential = (await find())?.sealed_credential ?? ''
    await saveProblem(env.DB, { id, marketplace: seller.marketplace, sealedCredential }, HUGE)
    expect((await find())?.problem).toMatch(/^語{1999}…$/)

    const { email } = await merchant('ada')
    const signedIn = await new Visitor().post(
      '/sign-in',
      { email, password: PASSWORD },
      { 'user-agent': 'x'.repeat(100_000) },
    )
    expect(signedIn.status).toBe(303)
    const session = await env.DB.prepare('SELECT user_agent FROM sessions ORDER BY created_at DESC').first<string>(
      'user_agent',
    )
    expect(session).toMatch(/^x{299}…$/)
  })

  test('takes all products of the largest event at once', async () => {
    const all = Array.from({ length: 500 }, (_, n) => ({ id: `${n}`.padEnd(200, 'x'), name: '語'.repeat(300) }))
    await addSeenProducts(env.DB, 'shop', all, AT)
    const count = await env.DB.prepare('SELECT count(*) AS n FROM products WHERE marketplace = ?')
      .bind('shop')
      .first('n')
    expect(count).toBe(500)
  })
})

async function open(journal: DurableObjectStub<Journal>): Promise<string> {
  const { firings } = await journal.receive(sampleEvent(), [sampleRule()])
  return firings[0]?.firing.id ?? ''
}

function hugeAttempt(at: number): Attempt {
  const text = '語'.repeat(20_000)
  return { ...sampleAttempt(at, `/users?${text}`), request: text, response: text, problem: text }
}

/** Bytes of the largest row of any table. */
async function largestRow(journal: DurableObjectStub<Journal>): Promise<number> {
  return runInDurableObject(journal, (_, { storage: { sql } }) => {
    const tables = sql.exec<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'`,
    )
    const sizes = [...tables].map(({ name }) => {
      const columns = [...sql.exec<{ name: string }>('SELECT name FROM pragma_table_info(?)', name)]
      const sum = columns.map((column) => `coalesce(octet_length("${column.name}"), 0)`).join(' + ')
      return sql.exec<{ size: number | null }>(`SELECT max(${sum}) AS size FROM "${name}"`).one().size ?? 0
    })
    return Math.max(...sizes)
  })
}

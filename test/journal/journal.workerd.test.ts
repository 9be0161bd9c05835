import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Journal } from '../../src/journal/journal'
import { EVERY_PRODUCT, PLAIN_OPTIONS, type Rule } from '../../src/model/rule'
import { AT, about, final, sampleAttempt, sampleEvent, sampleItem, sampleRule, waits } from './samples'

let journal: DurableObjectStub<Journal>
let made = 0

beforeEach(() => {
  made += 1
  journal = env.JOURNAL.getByName(`marketplace-${made}`)
})

describe('a plain event', () => {
  test('is opened with its firing, settled, and is an entry of the log', async () => {
    const { status, firings, triggers, newProducts } = await journal.receive(sampleEvent(), [sampleRule()])
    expect(status).toBe('open')
    expect(triggers).toEqual([['product.purchased']])
    expect(newProducts).toEqual([{ id: 'p1', name: 'Product p1' }])
    await journal.record([{ event: 'e1', firing: idOf(firings), settling: final('enrolled', [sampleAttempt(AT)]) }])

    const { rows, waiting, logSize } = await journal.log({})
    expect(waiting).toEqual([])
    expect(logSize).toBe(1)
    expect(rows).toMatchObject([
      {
        outcome: 'enrolled',
        sentence: 'It ended enrolled.',
        customer: { email: 'ada@example.com', name: 'Ada Byron' },
        product: { id: 'p1', name: 'Product p1' },
        rule: { id: 'r1', name: 'Welcome' },
      },
    ])
    const entry = await journal.entry(rows[0]?.id ?? '')
    expect(entry).toMatchObject({ attempts: [sampleAttempt(AT)], attemptsKept: true, marketEvent: { id: 'e1' } })
    expect(entry?.buttons).toEqual(['replay', 'undo', 'open rule', 'open customer'])
  })

  test('writes three rows once the journal knows its product', async () => {
    await settle(sampleEvent({ id: 'before' }))
    const rows = await rowsWritten(async () => {
      await settle(sampleEvent({ id: 'e1' }))
    })
    expect(rows).toBe(3)
  })

  test('costs no more when it waited for its turn', async () => {
    await settle(sampleEvent({ id: 'before' }))
    const rows = await rowsWritten(async () => {
      const { firings } = await journal.receive(sampleEvent(), [sampleRule()])
      await journal.record([{ event: 'e1', firing: idOf(firings), settling: waits('pace', Date.now() + 60_000) }])
      await journal.record([{ event: 'e1', firing: idOf(firings), settling: final() }])
    })
    expect(rows).toBe(3)
  })

  test('is resumed with the rules as they matched while it is open, also by an object that was evicted', async () => {
    const first = await journal.receive(sampleEvent(), [sampleRule()])
    await evictDurableObject(journal)
    const again = await journal.receive(sampleEvent(), [sampleRule({ id: 'r2', name: 'Another' })])
    expect(again.status).toBe('open')
    expect(again.firings).toEqual(first.firings)
    expect(again.newProducts).toEqual(first.newProducts)
  })

  test('says with each firing where its siblings act until they are settled', async () => {
    const other = sampleRule({ id: 'r2', target: { kind: 'course', id: '99', name: 'Another course' } })
    const elsewhere = sampleRule({ id: 'r3', site: 'elsewhere', target: { kind: 'course', id: '98', name: 'Far' } })
    const off = sampleRule({ id: 'r4', on: false, target: { kind: 'course', id: '97', name: 'Off' } })
    const rules = [sampleRule(), other, elsewhere, off]
    const { firings } = await journal.receive(sampleEvent(), rules)
    const besides = (all: typeof firings) => all.map(({ alsoActsOn = [] }) => alsoActsOn.map(({ id }) => id))
    expect(besides(firings)).toEqual([['99'], [sampleRule().target.id], [], expect.anything()])
    await journal.record([{ event: 'e1', firing: firings[1]?.firing.id ?? '', settling: final() }])
    const again = await journal.receive(sampleEvent(), rules)
    expect(besides(again.firings)[0]).toEqual([])
  })

  test('says with the firing that decides what made way for it, and what made way for that', async () => {
    const ending = (id: string, change: Partial<Rule>) =>
      sampleRule({ id, trigger: 'subscription.canceled', action: 'expire_course', ...change })
    const options = { ...PLAIN_OPTIONS, giveBack: false }
    const rules = [
      ending('delinquent', { trigger: 'subscription.delinquent' }),
      ending('canceled', {}),
      ending('global', { product: EVERY_PRODUCT, options }),
      ending('off', { product: EVERY_PRODUCT, options, on: false }),
    ]
    const { firings } = await journal.receive(sampleEvent({ type: 'subscription.delinquent' }), rules)
    const deciding = firings.find(({ firing }) => firing.rule.id === 'delinquent')
    const [own, global, ...others] = deciding?.yielding ?? []
    expect(own).toMatchObject({ to: deciding?.firing.id, trigger: 'subscription.canceled' })
    expect(global).toMatchObject({ to: own?.id, instruction: { options } })
    expect(others).toEqual([])
  })

  test('says that it is replayed, once', async () => {
    await settle(sampleEvent())
    await journal.replay('e1', 'Grace')
    expect((await journal.receive(sampleEvent(), [sampleRule()])).replayed).toBe(true)
    expect((await journal.receive(sampleEvent(), [sampleRule()])).replayed).toBeUndefined()
  })

  test('is a repeat once it is closed, counted on its entry', async () => {
    await settle(sampleEvent())
    const again = await journal.receive(sampleEvent({ receivedAt: AT + 5000 }), [sampleRule()])
    expect(again).toMatchObject({ status: 'repeat', firings: [] })
    const { rows } = await journal.log({})
    expect(rows.map((row) => row.repeats)).toEqual([1])
  })

  test('that names no time is dated by its first arrival, though the queue brings that last', async () => {
    const undated = (at: number) => sampleEvent({ happenedAt: at, receivedAt: at })
    const { firings } = await journal.receive(undated(AT + 60_000), [sampleRule()])
    expect(await journal.receive(undated(AT), [sampleRule()])).toMatchObject({
      status: 'open',
      event: { happenedAt: AT, receivedAt: AT },
      firings: [{ firing: { id: idOf(firings), happenedAt: AT } }],
    })
    await journal.record([{ event: 'e1', firing: idOf(firings), settling: final() }])
    expect((await journal.receive(undated(AT + 60_000), [])).status).toBe('repeat')
    expect((await journal.receive(undated(AT), [])).status).toBe('closed')
    // Sites learn the earlier date by a note, as of any event that is closed already.
    expect(await journal.receive(undated(AT - 60_000), [])).toMatchObject({
      status: 'closed',
      event: { happenedAt: AT - 60_000 },
    })
  })

  test('is no repeat when the queue brings the same message twice', async () => {
    await settle(sampleEvent())
    expect((await journal.receive(sampleEvent(), [sampleRule()])).status).toBe('closed')
    expect((await journal.log({})).rows.map((row) => row.repeats)).toEqual([0])
  })
})

describe('what needs no site', () => {
  test('says that no rule listens', async () => {
    expect(await journal.receive(sampleEvent(), [])).toMatchObject({ status: 'closed', firings: [] })
    const [row] = (await journal.log({})).rows
    expect(row).toMatchObject({
      outcome: 'no rule',
      sentence: 'No rule handles purchases of Product p1.',
    })
  })

  test('says what was not understood', async () => {
    const problem = '“order.paid” is not an event type Enrollwire knows.'
    await journal.receive(sampleEvent({ type: null, problem, customer: null, items: [] }), [])
    const [row] = (await journal.log({})).rows
    expect(row).toMatchObject({ outcome: 'not understood', sentence: problem, customer: null })
  })

  test('skips a test order where the rule says so, and runs it otherwise', async () => {
    const skips = sampleRule({ id: 'r2', name: 'Skips', options: { ...sampleRule().options, skipTest: true } })
    const { firings } = await journal.receive(sampleEvent({ test: true }), [sampleRule(), skips])
    expect(firings.map(({ firing }) => firing.rule.id)).toEqual(['r1'])
    expect((await journal.log({})).rows).toMatchObject([{ outcome: 'test order skipped', rule: { id: 'r2' } }])
  })

  test('ends the twin that comes with an event’s own trigger', async () => {
    const rules = [
      sampleRule({ id: 'a', trigger: 'subscription.canceled' }),
      sampleRule({ id: 'b', trigger: 'subscription.delinquent' }),
    ]
    const { firings } = await journal.receive(about('s1', { type: 'subscription.delinquent' }), rules)
    expect(firings.map(({ firing }) => firing.rule.id)).toEqual(['b'])
    expect((await journal.log({})).rows).toMatchObject([{ outcome: 'superseded', rule: { id: 'a' } }])
  })

  test('fires only the first failure of a dunning cycle and says why the next fires nothing', async () => {
    const failure = { type: 'subscription.charge_failed' as const, tells: 'triggers' as const }
    await journal.receive(about('s1', { ...failure, id: 'f1' }), [])
    const second = await journal.receive(about('s1', { ...failure, id: 'f2', happenedAt: AT + 1000 }), [])
    expect(second.triggers).toEqual([[]])
    const [row] = (await journal.log({})).rows
    expect(row).toMatchObject({ event: 'f2', outcome: 'no change' })
    expect(row?.sentence).toMatch(/first of several failed payments in a row/)
  })

  test('writes one history, however many items share the subscription', async () => {
    const charge = async (id: string, products: string[]) => {
      const subscription = { id, failedAttempts: null, periodEnd: null }
      const items = products.map((product) => sampleItem(product, { subscription }))
      await journal.receive(sampleEvent({ id, type: 'subscription.charged', items }), [])
    }
    const five = ['p1', 'p2', 'p3', 'p4', 'p5']
    await charge('before', five)
    const ofFive = await rowsWritten(() => charge('s5', five))
    expect(ofFive).toBe(await rowsWritten(() => charge('s1', ['p1'])))
  })

  test('stores a history under the names that 0.1.0 reads', async () => {
    await journal.receive(about('s1', { type: 'subscription.charged', id: 'c1' }), [])
    const [state] = await runInDurableObject(journal, (_, { storage }) =>
      storage.sql
        .exec<{ state: string }>('SELECT state FROM stories')
        .toArray()
        .map((row) => JSON.parse(row.state)),
    )
    const history = { v: 1, told: [{ event: 'c1', tells: 'facts' }], before: { spent: [] } }
    expect(state).toMatchObject({ v: 2, products: { p1: { history } } })
  })
})

describe('a post without an id', () => {
  const line = (key: string) => ({ kind: 'line' as const, key, about: `line|${key}` })

  test('is a repeat of the post that said the same order line, and leaves no entry of its own', async () => {
    await settle(sampleEvent({ id: 'first', items: [sampleItem('p1', { fingerprint: line('o1|p1') })] }))
    const copy = sampleEvent({
      id: 'copy',
      receivedAt: AT + 60_000,
      items: [sampleItem('p1', { fingerprint: line('o1|p1') })],
    })
    expect((await journal.receive(copy, [sampleRule()])).status).toBe('repeat')
    const { rows } = await journal.log({})
    expect(rows.map((row) => [row.event, row.repeats])).toEqual([['first', 1]])
  })

  test('fires the lines of a comma-joined post that are new, and those only', async () => {
    await settle(sampleEvent({ id: 'first', items: [sampleItem('p1', { fingerprint: line('o1|p1') })] }))
    const items = [sampleItem('p1', { fingerprint: line('o1|p1') }), sampleItem('p2', { fingerprint: line('o1|p2') })]
    const both = await journal.receive(sampleEvent({ id: 'both', items }), [sampleRule({ product: '*' })])
    expect(both.triggers).toEqual([[], ['product.purchased']])
    expect(both.firings.map(({ firing }) => firing.item)).toEqual([1])
  })

  test('is counted on the entry of the first, however many copies came before', async () => {
    const state = { kind: 'state' as const, key: 'subscription.canceled', about: 'subscription|s1|p1' }
    for (const [index, id] of ['first', 'copy', 'third'].entries()) {
      const receivedAt = AT + index * 1000
      const items = [sampleItem('p1', { fingerprint: state })]
      const when = { id, receivedAt, happenedAt: receivedAt, tells: 'triggers' as const }
      await journal.receive(sampleEvent({ ...when, type: 'subscription.canceled', items }), [])
    }
    expect((await journal.log({})).rows.map((row) => [row.event, row.repeats])).toEqual([['first', 2]])
  })

  test('stays a repeat when the queue brings its message twice', async () => {
    const state = { kind: 'state' as const, key: 'subscription.canceled', about: 'subscription|s1|p1' }
    const canceled = (id: string, receivedAt: number) =>
      sampleEvent({
        id,
        receivedAt,
        happenedAt: receivedAt,
        type: 'subscription.canceled',
        tells: 'triggers',
        items: [
          sampleItem('p1', { fingerprint: state, subscription: { id: 's1', failedAttempts: null, periodEnd: null } }),
        ],
      })
    await journal.receive(canceled('first', AT), [])
    expect((await journal.receive(canceled('copy', AT + 1000), [])).status).toBe('repeat')
    expect((await journal.receive(canceled('copy', AT + 1000), [])).status).toBe('repeat')
    expect((await journal.log({})).rows.map((row) => [row.event, row.repeats])).toEqual([['first', 1]])
  })
})

describe('several firings of one event', () => {
  test('keep the receipt open until the last of them is final', async () => {
    const { firings } = await journal.receive(sampleEvent(), [sampleRule({ id: 'a' }), sampleRule({ id: 'b' })])
    expect(firings).toHaveLength(2)
    await journal.record([{ event: 'e1', firing: idOf(firings), settling: final() }])
    expect((await journal.receive(sampleEvent(), [])).firings.map(({ firing }) => firing.rule.id)).toEqual(['b'])
    expect(await journal.firing('e1', idOf(firings))).toBeNull()
    const other = firings[1]?.firing.id ?? ''
    expect((await journal.firing('e1', other))?.firing.rule.id).toBe('b')
    await journal.record([{ event: 'e1', firing: other, settling: final('kept') }])
    expect((await journal.receive(sampleEvent(), [])).status).toBe('closed')
  })

  test('are recorded once, whatever comes later', async () => {
    const { firings } = await journal.receive(sampleEvent(), [sampleRule()])
    await journal.record([{ event: 'e1', firing: idOf(firings), settling: final('enrolled') }])
    await journal.record([{ event: 'e1', firing: idOf(firings), settling: final('already enrolled') }])
    await journal.record([{ event: 'e1', firing: idOf(firings), settling: waits('temporary', AT) }])
    const { rows, waiting } = await journal.log({})
    expect(waiting).toEqual([])
    expect(rows.map((row) => row.outcome)).toEqual(['enrolled'])
  })
})

async function settle(event: Parameters<Journal['receive']>[0]): Promise<void> {
  const { firings } = await journal.receive(event, [sampleRule()])
  await journal.record(firings.map(({ firing }) => ({ event: event.id, firing: firing.id, settling: final() })))
}

function idOf(firings: { firing: { id: string } }[]): string {
  return firings[0]?.firing.id ?? ''
}

/** Rows the object's SQLite counts as written meanwhile. */
async function rowsWritten(work: () => Promise<void>): Promise<number> {
  let rows = 0
  await runInDurableObject(journal, (_, state) => {
    const { sql } = state.storage
    const exec = sql.exec.bind(sql)
    Object.defineProperty(sql, 'exec', {
      configurable: true,
      value: (...query: Parameters<typeof exec>) => {
        const cursor = exec(...query)
        const results = cursor.toArray()
        rows += cursor.rowsWritten
        return { toArray: () => results, one: () => results[0], rowsWritten: cursor.rowsWritten }
      },
    })
  })
  await work()
  return rows
}

/** What the journal keeps of files of past orders, and for how long. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { eraseFromJournal } from '../../../src/journal/customers/erasure'
import { beginImport } from '../../../src/journal/imports/change-import'
import { JournalStore } from '../../../src/journal/journal-store'
import { sweepReceipts } from '../../../src/journal/upkeep'

const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 10, 30)

function onStore<T>(name: string, use: (store: JournalStore) => T): Promise<T> {
  return runInDurableObject(env.JOURNAL.getByName(name), (_, { storage }) =>
    use(new JournalStore(storage.sql, async () => {})),
  )
}

function fill(store: JournalStore, id: string): void {
  const record = beginImport(store, { id, name: 'orders.csv', person: 'Mia' }, NOW)
  if (record === null) {
    throw new Error('too many')
  }
  const columns = [{ name: 'Email', examples: ['Ada@Example.com', 'ben@example.com'], dates: null }]
  store.imports.save({ ...record, stage: 'done', columns, endedAt: NOW, slices: 1, rows: 3 })
  store.imports.keepSlice(id, 0, [
    [2, ['Ada@Example.com ', 'Ada']],
    [3, ['ben@example.com', 'Ben']],
  ])
  for (const [line, email] of [
    [2, 'ada@example.com'],
    [3, 'ben@example.com'],
  ] as const) {
    const order = {
      customer: store.customerKey(email),
      late: -NOW,
      id: `o${line}`,
      line,
      doc: { email },
      problem: null,
    }
    store.imports.addOrder(id, order)
  }
  const unread = { customer: '', late: 4, id: '', line: 4, doc: ['ada@example.com', 'no date'], problem: 'No date.' }
  store.imports.addOrder(id, unread)
}

const stored = (store: JournalStore) =>
  ['import_slices', 'import_orders', 'facts'].map((table) =>
    JSON.stringify(store.sql.exec(`SELECT * FROM ${table}`).toArray()),
  )

describe('Files of past orders', () => {
  test('forget a customer who is erased: in rows, in orders, in rows that could not be read and in examples', async () => {
    const left = await onStore('erased-import', (store) => {
      fill(store, 'one')
      eraseFromJournal(store, 'ada@example.com', NOW)
      return stored(store)
    })
    expect(left.join('\n')).not.toMatch(/ada/i)
    expect(left.slice(0, 2).join('\n')).toMatch(/ben@example\.com[\s\S]*ben@example\.com/)
  })

  test('forget a customer who is named beside others, or with a name', async () => {
    const left = await onStore('erased-mention', (store) => {
      fill(store, 'one')
      const cells = ['Ada <ADA@example.com>', 'ben@example.com, ada@example.com', 'mailto:ada@example.com']
      store.imports.keepSlice(
        'one',
        1,
        cells.map((cell, n) => [10 + n, ['club', cell]]),
      )
      for (const [n, cell] of cells.entries()) {
        const line = 10 + n
        store.imports.addOrder('one', {
          customer: '',
          late: line,
          id: '',
          line,
          doc: ['club', cell],
          problem: 'No date.',
        })
      }
      const ben = { customer: store.customerKey('ben@example.com'), late: -NOW, id: 'gift', line: 20, problem: null }
      store.imports.addOrder('one', { ...ben, doc: { email: 'ben@example.com', orderId: 'gift of ada@example.com' } })
      eraseFromJournal(store, 'ada@example.com', NOW)
      return stored(store)
    })
    expect(left.join('\n')).not.toMatch(/ada@/i)
    expect(left.join('\n')).toContain('gift of erased')
    expect(left.slice(0, 2).join('\n')).toMatch(/ben@example\.com[\s\S]*ben@example\.com/)
  })

  test('keep nothing that arrives once they are discarded', async () => {
    const left = await onStore('late-slice', (store) => {
      beginImport(store, { id: 'one', name: 'orders.csv', person: 'Mia' }, NOW)
      const kept = store.imports.keepSlice('one', 0, [[2, ['ada@example.com']]])
      store.imports.delete('one')
      return [kept, store.imports.keepSlice('one', 1, [[502, ['ben@example.com']]]), stored(store)[0]]
    })
    expect(left).toEqual([true, false, '[]'])
  })

  test('are gone 30 days after their end, and no earlier', async () => {
    const counts = await onStore('old-import', (store) => {
      fill(store, 'one')
      const sweep = (days: number) => {
        while (sweepReceipts(store, NOW + days * DAY_MS, 90 * DAY_MS)) {
          // The next chunk.
        }
        return store.imports.list().length
      }
      return [
        sweep(29),
        sweep(31),
        ...['import_slices', 'import_orders'].map((table) => store.sql.exec(`SELECT * FROM ${table}`).toArray().length),
      ]
    })
    expect(counts).toEqual([1, 0, 0, 0])
  })

  test('know an order that is there already, and the line of the first', async () => {
    const answers = await onStore('same-import', (store) => {
      fill(store, 'one')
      const place = { customer: store.customerKey('ben@example.com'), late: -NOW, id: 'o3' }
      return [
        store.imports.addOrder('one', { ...place, line: 9, doc: {}, problem: null }),
        store.imports.findLine('one', place),
      ]
    })
    expect(answers).toEqual([false, 3])
  })
})

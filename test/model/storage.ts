/** A Durable Object's storage in memory: rows outlive the object, and the object may die at any write. */

type Row = Record<string, string | number | null>

/** Thrown by whatever a dead object still tries to do. */
export class Dead extends Error {}

/** What is written down. Each table's first columns are its key. */
export class Rows {
  /** `keyed`: how many of the first columns are the key. */
  tables = new Map<string, { columns: string[]; keyed: number; rows: Map<string | number, Row> }>()
  writes = 0

  table(name: string) {
    const table = this.tables.get(name)
    if (table === undefined) {
      throw new Error(`no table ${name}`)
    }
    return table
  }
}

/** What an object's life depends on. `wrote` is called after every write outside a transaction, and may end it. */
export interface Life {
  dead: boolean
  wrote: () => void
  alarm: (at: number) => void
  /** When the alarm rings that was set; null: none is. */
  alarmAt: () => number | null
}

/** As much of `DurableObjectStorage` as the object uses; statements are the few it makes. */
export function storageOf(rows: Rows, life: Life): DurableObjectStorage {
  let within = false
  const alive = () => {
    if (life.dead) {
      throw new Dead('the object died')
    }
  }
  const exec = (statement: string, ...values: (string | number)[]) => {
    alive()
    const found = run(rows, statement.trim(), values)
    const writes = !statement.trim().startsWith('SELECT') && !statement.includes('CREATE')
    if (writes && !within) {
      life.wrote()
    }
    return { toArray: () => found, one: () => found[0], [Symbol.iterator]: () => found[Symbol.iterator]() }
  }
  const transactionSync = <T>(write: () => T): T => {
    alive()
    if (within) {
      return write()
    }
    within = true
    const before = new Map([...rows.tables].map(([name, { rows }]) => [name, new Map(rows)]))
    try {
      const value = write()
      life.wrote()
      return value
    } catch (error) {
      if (!life.dead) {
        for (const [name, kept] of before) {
          rows.table(name).rows = kept
        }
      }
      throw error
    } finally {
      within = false
    }
  }
  const setAlarm = async (at: number) => {
    alive()
    life.alarm(at)
  }
  const getAlarm = async () => {
    alive()
    return life.alarmAt()
  }
  return { sql: { exec }, transactionSync, setAlarm, getAlarm } as unknown as DurableObjectStorage
}

function run(data: Rows, statement: string, values: (string | number)[]): Row[] {
  if (statement.startsWith('CREATE')) {
    return create(data, statement)
  }
  const insert = /^INSERT(?: OR (REPLACE|IGNORE))? INTO (\w+) VALUES \([?, ]+\)$/.exec(statement)
  if (insert) {
    const { columns, keyed, rows } = data.table(insert[2] ?? '')
    data.writes += 1
    const key = keyed > 1 ? JSON.stringify(values.slice(0, keyed)) : (values[0] ?? '')
    if (insert[1] === 'IGNORE' && rows.has(key)) {
      return []
    }
    rows.set(key, Object.fromEntries(columns.map((column, index) => [column, values[index] ?? ''])))
    return []
  }
  const remove = /^DELETE FROM (\w+) WHERE (\w+ = \?(?: AND \w+ = \?)*)$/.exec(statement)
  if (remove) {
    const { rows } = data.table(remove[1] ?? '')
    const columns = (remove[2] ?? '').split(' AND ').map((one) => one.replace(' = ?', ''))
    data.writes += 1
    for (const [key, row] of rows) {
      if (columns.every((column, index) => row[column] === values[index])) {
        rows.delete(key)
      }
    }
    return []
  }
  const update = /^UPDATE (?:OR REPLACE )?(\w+) SET (\w+) = \? WHERE (\w+) = \?$/.exec(statement)
  if (update) {
    const [, table = '', column = '', where = ''] = update
    const { rows } = data.table(table)
    data.writes += 1
    for (const [key, row] of rows) {
      if (row[where] === values[1]) {
        rows.set(key, { ...row, [column]: values[0] ?? '' })
      }
    }
    return []
  }
  if (statement.includes(' AS id')) {
    return users(data, String(values[0]), String(values[1]))
  }
  if (statement.includes('instr(account, ?)')) {
    return mentioning(data, String(values[0]), String(values[1]))
  }
  if (statement.includes('held_notes')) {
    return deferredNotes(data, statement, values)
  }
  if (statement.includes('UNION ALL')) {
    return ['aliases', 'shared_aliases'].flatMap((table) => having(data, table, 'alias', values[0]))
  }
  if (statement.startsWith('SELECT value AS')) {
    return known(data, statement, JSON.parse(String(values[0])))
  }
  const exists = /^SELECT 1 FROM sqlite_master WHERE name = '(\w+)'$/.exec(statement)
  if (exists) {
    return data.tables.has(exists[1] ?? '') ? [{ 1: 1 }] : []
  }
  const select = /^SELECT [\w, ]+ FROM (\w+)(?: WHERE (\w+) = \?)?(?: LIMIT \d+)?$/.exec(statement)
  if (!select) {
    throw new Error(`this storage does not know: ${statement}`)
  }
  const [, table = '', column] = select
  return column === undefined ? [...data.table(table).rows.values()] : having(data, table, column, values[0])
}

function having(data: Rows, name: string, column: string, value = '' as string | number): Row[] {
  const { columns, keyed, rows } = data.table(name)
  if (column === columns[0] && keyed === 1) {
    const only = rows.get(value)
    return only === undefined ? [] : [only]
  }
  return [...rows.values()].filter((row) => row[column] === value)
}

/** Those of the values that are in a column of a table which the statement names. */
function known(data: Rows, statement: string, values: string[]): Row[] {
  const name = /^SELECT value AS (\w+)/.exec(statement)?.[1] ?? ''
  const tables = [...statement.matchAll(/SELECT 1 FROM (\w+)/g)].map(([, table = '']) => table)
  const isThere = (value: string) => tables.some((table) => having(data, table, name, value).length > 0)
  return values.filter(isThere).map((value) => ({ [name]: value }))
}

/** Its rows are numbered, so it has no key among its columns. */
function deferredNotes(data: Rows, statement: string, values: (string | number)[]): Row[] {
  const { rows } = data.table('held_notes')
  if (statement.startsWith('INSERT')) {
    const [marketplace = '', customer = '', note = ''] = values
    const seq = Math.max(0, ...[...rows.keys()].map(Number)) + 1
    data.writes += 1
    rows.set(seq, { seq, marketplace, customer, note })
    return []
  }
  const columns = [...statement.matchAll(/(\w+) = \?/g)].map(([, column = '']) => column)
  const found = [...rows.values()].filter((row) => columns.every((column, index) => row[column] === values[index]))
  if (statement.includes('count(*)')) {
    return [{ deferred: found.length }]
  }
  return statement.includes('DISTINCT')
    ? [...new Set(found.map(({ marketplace = '' }) => marketplace))].map((marketplace) => ({ marketplace }))
    : found
}

/** All at once: no test has more customers than a slice. */
function mentioning(data: Rows, text: string, after: string): Row[] {
  const rows = [...data.table('customers').rows.values()].filter(({ key }) => String(key) > after)
  return rows.map(({ key = '', account }) => ({
    key,
    account: String(account).includes(text) ? String(account) : null,
  }))
}

/** What follows a word in each document, which ends at a quotation mark; empty where the word is missing. */
function users(data: Rows, word: string, after: string): Row[] {
  const rows = [...data.table('customers').rows.values()].filter(({ key }) => String(key) > after)
  return rows.map(({ key = '', account }) => ({ key, id: String(account).split(word)[1] ?? '' }))
}

function create(data: Rows, statements: string): Row[] {
  for (const [, name = '', columns = ''] of statements.matchAll(/CREATE TABLE IF NOT EXISTS (\w+) \(([^)]*)\)/g)) {
    const names = columns.split(',').map((column) => column.trim().split(' ')[0] ?? '')
    if (!data.tables.has(name)) {
      // What stands in a key of several columns is named twice.
      const keyed = /PRIMARY KEY \((.*)/s.exec(columns)?.[1]?.split(',').length ?? 1
      data.tables.set(name, { columns: [...new Set(names)], keyed, rows: new Map() })
    }
  }
  return []
}

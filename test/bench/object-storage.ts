/** A Durable Object's storage outside workerd, for millions of rows: the same SQLite, its statements prepared once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'

type Value = string | number | null

export interface ObjectStorage {
  storage: DurableObjectStorage
  database: DatabaseSync
  /** Size of everything kept, bytes. */
  bytes: () => number
  close: () => void
}

export function objectStorage(): ObjectStorage {
  // On disk, with a write-ahead log as objects have it: a commit in memory takes longer the larger the database is.
  const folder = mkdtempSync(join(tmpdir(), 'enrollwire-bench-'))
  const database = new DatabaseSync(join(folder, 'object.sqlite'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -100000')
  const prepared = new Map<string, StatementSync>()
  const exec = (sql: string, ...values: Value[]) => {
    if (values.length === 0 && sql.includes(';')) {
      database.exec(sql)
      return cursor([], 0)
    }
    const statement = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, statement)
    if (/^\s*select/i.test(sql)) {
      return cursor(statement.all(...values), 0)
    }
    return cursor([], Number(statement.run(...values).changes))
  }
  let depth = 0
  const transactionSync = <T>(work: () => T): T => {
    const name = `depth${depth++}`
    database.exec(`SAVEPOINT ${name}`)
    try {
      const result = work()
      database.exec(`RELEASE ${name}`)
      return result
    } finally {
      depth -= 1
    }
  }
  let alarm: number | null = null
  const setAlarm = async (at: number) => {
    alarm = at
  }
  const storage = { sql: { exec }, transactionSync, setAlarm, getAlarm: async () => alarm }
  return {
    storage: storage as unknown as DurableObjectStorage,
    database,
    bytes: () => {
      const { page_count } = database.prepare('PRAGMA page_count').get() as { page_count: number }
      const { page_size } = database.prepare('PRAGMA page_size').get() as { page_size: number }
      return page_count * page_size
    },
    close: () => {
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}

function cursor(rows: Record<string, unknown>[], rowsWritten: number) {
  return Object.assign(rows, { one: () => rows[0], toArray: () => rows, rowsWritten })
}

/** A Durable Object's storage outside workerd: the same SQLite, and transactions that nest. */
import { DatabaseSync, type StatementSync } from 'node:sqlite'

type Value = string | number | null

export interface PersistentStorage {
  /** For one life of the object; the lives before it can write no more. */
  storage: () => DurableObjectStorage
  /** Rows written since it was asked last. */
  rowsWritten: () => number
  alarm: () => number | null
  /** All that is stored: table and row. */
  rows: () => string[]
}

/** Outlives its users, as an object's storage survives its eviction. `rings`: called when the alarm is set. */
export function persistentStorage(rings: (at: number) => void = () => {}): PersistentStorage {
  const database = new DatabaseSync(':memory:')
  let written = 0
  let depth = 0
  let alarm: number | null = null
  let life = 0
  const statements = new Map<string, StatementSync>()
  const exec = (sql: string, ...values: Value[]) => {
    if (values.length === 0 && sql.includes(';')) {
      database.exec(sql)
      return cursor([])
    }
    const statement = statements.get(sql) ?? database.prepare(sql)
    statements.set(sql, statement)
    if (/^\s*select/i.test(sql)) {
      return cursor(statement.all(...values))
    }
    const { changes } = statement.run(...values)
    written += Number(changes)
    return cursor([], Number(changes))
  }
  const transactionSync = <T>(work: () => T): T => {
    const name = `depth${depth}`
    depth += 1
    database.exec(`SAVEPOINT ${name}`)
    try {
      const result = work()
      database.exec(`RELEASE ${name}`)
      return result
    } catch (error) {
      database.exec(`ROLLBACK TO ${name}`)
      throw error
    } finally {
      depth -= 1
    }
  }
  const setAlarm = async (at: number) => {
    alarm = at
    rings(at)
  }
  const storage = () => {
    life += 1
    const own = life
    const alive = <Args extends unknown[], T>(act: (...args: Args) => T) => {
      return (...args: Args): T => {
        if (own !== life) {
          throw new Error('this object was evicted')
        }
        return act(...args)
      }
    }
    const sql = {
      exec: alive(exec),
      get databaseSize() {
        const of = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0] as number
        return of('page_count') * of('page_size')
      },
    }
    return {
      sql,
      transactionSync: alive(transactionSync),
      setAlarm: alive(setAlarm),
      // One that rang is set no more.
      getAlarm: async () => (alarm !== null && alarm > Date.now() ? alarm : null),
    } as unknown as DurableObjectStorage
  }
  return {
    storage,
    alarm: () => alarm,
    rows: () => {
      const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all()
      return tables.flatMap(({ name }) =>
        database
          .prepare(`SELECT * FROM "${name}"`)
          .all()
          .map((row) => `${name} ${JSON.stringify(row)}`),
      )
    },
    rowsWritten: () => {
      const rows = written
      written = 0
      return rows
    },
  }
}

function cursor(rows: Record<string, unknown>[], rowsWritten = 0) {
  return Object.assign(rows, { one: () => rows[0], toArray: () => rows, rowsWritten })
}

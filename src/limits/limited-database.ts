/** D1 with a limit to each round trip. */
import { withTimeout } from './timeout'

const D1_ANSWERS_MS = 10_000

/** A batch needs the statements D1 made. */
const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>()

export function limitDatabase(db: D1Database): D1Database {
  const limited = {
    prepare: (sql: string) => limitStatement(db.prepare(sql)),
    batch: (statements: D1PreparedStatement[]) =>
      withTimeout(D1_ANSWERS_MS, db.batch(statements.map((one) => originals.get(one) ?? one))),
    exec: (sql: string) => withTimeout(D1_ANSWERS_MS, db.exec(sql)),
  }
  return limited as D1Database
}

function limitStatement(statement: D1PreparedStatement): D1PreparedStatement {
  const limited = {
    bind: (...values: unknown[]) => limitStatement(statement.bind(...values)),
    first: (...column: [string]) => withTimeout(D1_ANSWERS_MS, statement.first(...column)),
    run: () => withTimeout(D1_ANSWERS_MS, statement.run()),
    all: () => withTimeout(D1_ANSWERS_MS, statement.all()),
    raw: (...options: []) => withTimeout(D1_ANSWERS_MS, statement.raw(...options)),
  } as unknown as D1PreparedStatement
  originals.set(limited, statement)
  return limited
}

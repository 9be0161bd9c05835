/** A D1 that notes every statement, what it was given and what it answered; and the same statements run once more. */

export interface Statement {
  sql: string
  params: unknown[]
  how: 'all' | 'raw'
  answer: unknown[]
}

/** A statement that `batch` can find the real one in. */
interface Noted {
  real: D1PreparedStatement
  note: Pick<Statement, 'sql' | 'params'>
}

export function recorded(db: D1Database, into: Statement[]): D1Database {
  const prepare = (sql: string) => noted(db.prepare(sql), { sql, params: [] }, into)
  const batch = async (statements: Noted[]) => {
    const answers = await db.batch(statements.map(({ real }) => real))
    for (const [index, { note }] of statements.entries())
      into.push({ ...note, how: 'all', answer: answers[index]?.results ?? [] })
    return answers
  }
  return { prepare, batch } as unknown as D1Database
}

/** Runs a statement of the record; what it answers today. */
export async function again(db: D1Database, { sql, params, how }: Statement): Promise<unknown[]> {
  const statement = db.prepare(sql).bind(...params)
  return how === 'raw' ? statement.raw() : (await statement.all()).results
}

function noted(real: D1PreparedStatement, note: Noted['note'], into: Statement[]) {
  const all = async () => {
    const answer = await real.all()
    into.push({ ...note, how: 'all', answer: answer.results })
    return answer
  }
  return {
    ...{ real, note, all, run: all },
    bind: (...params: unknown[]) => noted(real.bind(...params), { ...note, params }, into),
    first: async (column?: string) => {
      const [row] = (await all()).results as Record<string, unknown>[]
      return column === undefined ? (row ?? null) : (row?.[column] ?? null)
    },
    raw: async () => {
      const answer = await real.raw()
      into.push({ ...note, how: 'raw', answer })
      return answer
    },
  }
}

/**
 * The SQL a release sends to D1. While a deploy goes out the old code meets the new schema, and after a rollback again:
 * each distinct statement must go on working there.
 */
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'

export interface Statements {
  /** What they answer on the release's own rows. */
  reads: (Statement & { answer: unknown[] })[]
  writes: Statement[]
}

export interface Statement {
  sql: string
  params: unknown[]
}

/** The platform's prepared statement, as far as it shows what it holds. */
interface Prepared {
  statement: string
  params: unknown[]
}

const READS = /^\s*(select|with)\b/i
/** The platform's and the migrations' own. */
const NOT_THE_PRODUCTS = /d1_migrations|sqlite_master/

/** Notes every distinct statement from now on; of a read, the last one that found something. */
export function recordStatements(): Map<string, Statement> {
  const noted = new Map<string, Statement>()
  const note = ({ statement: sql, params }: Prepared, found: boolean) => {
    if (!NOT_THE_PRODUCTS.test(sql) && (found || !noted.has(sql))) {
      noted.set(sql, { sql, params })
    }
  }
  const prepared = Object.getPrototypeOf(env.DB.prepare('SELECT 1')) as Record<string, (...given: unknown[]) => unknown>
  for (const how of ['all', 'run', 'raw', 'first'] as const) {
    const real = prepared[how]
    vi.spyOn(prepared, how).mockImplementation(async function (this: Prepared, ...given: unknown[]) {
      const answer = await real?.apply(this, given)
      note(this, foundIn(answer))
      return answer
    })
  }
  const database = Object.getPrototypeOf(env.DB) as { batch: (all: Prepared[]) => Promise<{ results: unknown[] }[]> }
  const { batch } = database
  vi.spyOn(database, 'batch').mockImplementation(async function (this: unknown, all: Prepared[]) {
    const answers = await batch.call(this, all)
    for (const [index, one] of all.entries()) {
      note(one, foundIn(answers[index]))
    }
    return answers
  })
  return noted
}

/** What the statements noted answer on the rows there are now. */
export async function statementsOf(noted: Map<string, Statement>): Promise<Statements> {
  const all = [...noted.values()]
  const reads = await Promise.all(
    all.filter(({ sql }) => READS.test(sql)).map(async (one) => ({ ...one, answer: await run(one) })),
  )
  return { reads, writes: all.filter(({ sql }) => !READS.test(sql)) }
}

export async function run({ sql, params }: Statement): Promise<unknown[]> {
  return (
    await env.DB.prepare(sql)
      .bind(...params)
      .all()
  ).results
}

function foundIn(answer: unknown): boolean {
  if (Array.isArray(answer)) {
    return answer.length > 0
  }
  if (typeof answer !== 'object' || answer === null) {
    return false
  }
  return 'results' in answer ? Array.isArray(answer.results) && answer.results.length > 0 : true
}

/** What is kept from one comparison to the next: how far it got, the day's calls, the products it named, its result. */
import { type LostSalesState, NOTHING_COMPARED } from '../../journal/lost-sales/state'
import { readFact, writeFact } from '../../journal/storage/facts'

/** Of a day, UTC. */
export const MOST_CALLS = 500
const MOST_PRODUCTS = 20_000

export function readState(sql: SqlStorage): LostSalesState {
  return readFact(sql, 'lost sales') ?? NOTHING_COMPARED
}

export function countCallsLeft(sql: SqlStorage, now: number): number {
  return MOST_CALLS - readSpent(sql, now).calls
}

export function spendCalls(sql: SqlStorage, now: number, calls: number): void {
  const spent = readSpent(sql, now)
  writeFact(sql, 'lost sales', { ...readState(sql), spent: { ...spent, calls: spent.calls + calls } })
}

export function addNamedProducts(sql: SqlStorage, ids: string[]): void {
  const state = readState(sql)
  writeFact(sql, 'lost sales', { ...state, products: [...state.products, ...ids].slice(-MOST_PRODUCTS) })
}

type ComparisonEnd = Pick<LostSalesState, 'round'> & {
  last: Omit<NonNullable<LostSalesState['last']>, 'at'>
  /** Why the store does not take the key, in a sentence. */
  problem: string | null
}

export function saveEnd(sql: SqlStorage, now: number, { round, last, problem }: ComparisonEnd): void {
  const state = readState(sql)
  writeFact(sql, 'lost sales', {
    ...state,
    round,
    last: { at: now, ...last },
    problem: problem === null ? null : { since: state.problem?.since ?? now, sentence: problem },
  })
}

function readSpent(sql: SqlStorage, now: number): LostSalesState['spent'] {
  const { spent } = readState(sql)
  const day = new Date(now).toISOString().slice(0, 10)
  return spent.day === day ? spent : { day, calls: 0 }
}

/** One comparison of the whole window: what it reads in which order, and where it is. Pure. */
import type { SaleClue } from '../../journal/lost-sales/lost-sale'
import { PAGE_RECORDS } from '../samcart-api/client'
import type { SamCartCharge, SamCartRefund } from '../samcart-api/records'
import type { OrderLine } from './clues'

const DAY_MS = 86_400_000
/** Senders are late, not by more than this. */
const GRACE_MS = 3_600_000
const WINDOW_MS = 35 * DAY_MS

/** The most urgent first: a night may end midway. Where it is, is stored by number, so that new ones go last. */
const STAGES = ['products', 'orders', 'refunds', 'canceled', 'delinquent', 'charges', 'paused', 'completed'] as const
export type Stage = (typeof STAGES)[number]

/** What a record still lacks: each is a call or two. */
export type PendingLookUp =
  | { lacks: 'customer'; clue: SaleClue; customer: string }
  | { lacks: 'order line'; refund: SamCartRefund }
  | { lacks: 'date'; clue: SaleClue; customer: string; nextAt: number | null }
  | { lacks: 'subscription'; charge: SamCartCharge }

/** Kept from slice to slice and, when a night's calls are spent, for the next night. Holds no customer's name or email. */
export interface Round {
  /** Epoch ms. */
  since: number
  until: number
  stage: number
  /** Of the stage's next page; null for its first. */
  query: string | null
  open: PendingLookUp[]
  /** Lines of the window's orders that were paid back, by the id of their item: their refunds name no product. */
  paidBack: Record<string, OrderLine>
  /** Sales of products that no rule is for. */
  unruled: number
  /** Subscription histories requested so far: no filter finds delinquent, paused or completed ones by date. */
  histories: number
}

/** @param keptMs a report that was deleted would be missed */
export function beginRound(now: number, keptMs: number): Round {
  return {
    since: now - Math.min(WINDOW_MS, keptMs - 2 * DAY_MS),
    until: now - GRACE_MS,
    stage: 0,
    query: null,
    open: [],
    paidBack: {},
    unruled: 0,
    histories: 0,
  }
}

/** Null once all stages are done. */
export function stageOf({ stage }: Round): Stage | null {
  return STAGES[stage] ?? null
}

export function nextStage(round: Round): Round {
  return { ...round, stage: round.stage + 1, query: null }
}

export const PATHS: Record<Stage, string> = {
  products: '/products',
  orders: '/orders',
  refunds: '/refunds',
  canceled: '/subscriptions',
  delinquent: '/subscriptions',
  charges: '/charges',
  paused: '/subscriptions',
  completed: '/subscriptions',
}

export function firstQuery(stage: Stage, { since }: Round): string {
  const day = new Date(since).toISOString().slice(0, 10)
  const filters: Record<Stage, Record<string, string>> = {
    products: {},
    orders: { created_at_min: day, test_mode: 'false' },
    refunds: { created_at_min: day },
    canceled: { canceled_at_min: day, test_mode: 'false' },
    delinquent: { status: 'delinquent', test_mode: 'false' },
    charges: { created_at_min: day, test_mode: 'false' },
    paused: { status: 'paused', test_mode: 'false' },
    completed: { status: 'completed', test_mode: 'false' },
  }
  return new URLSearchParams({ ...filters[stage], limit: String(PAGE_RECORDS) }).toString()
}

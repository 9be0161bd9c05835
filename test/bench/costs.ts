/**
 * What the platform charges for an event. Prices are Cloudflare's list prices of 2026 for Workers Paid, beyond what a month
 * includes, in dollars for a million: https://developers.cloudflare.com/workers/platform/pricing/ and the pages of
 * Queues, D1, Durable Objects and KV beside it.
 */

export const PRICES = {
  request: 0.3,
  /** A million milliseconds of CPU. */
  cpuMs: 0.02,
  /** Writing, reading or deleting a message, for each 64 KB of it. */
  queueOperation: 0.4,
  objectRequest: 0.15,
  /** 12.50 a million GB-seconds, 128 MB an object. */
  objectSecond: 1.6,
  rowRead: 0.001,
  rowWritten: 1,
  kvRead: 0.5,
  kvWrite: 5,
  /** Beyond 20 million lines a month. */
  logLine: 0.6,
} as const

export type Operation = keyof typeof PRICES

/** How often each operation happens for one event. */
export type Costs = Record<Operation, number>

/** Accepting an event durably and doing nothing with it: the request, its CPU, a message written, read and deleted is the floor. */
export const BUDGET_DOLLARS = 8

/** Dollars for a million events that cost so much each. */
export function dollars(costs: Partial<Costs>): number {
  return Object.entries(costs).reduce((sum, [operation, times]) => sum + times * PRICES[operation as Operation], 0)
}

/** What finding an endpoint's secrets costs an event, by how often the endpoint is posted to: its copies in KV run out. */

import type { Env } from '../../src/env'
import { findEndpoint } from '../../src/intake/endpoint'
import { IsolateCache } from '../../src/intake/isolate-cache'
import { seal } from '../../src/secrets/sealing'
import { draws } from '../integrations/thinkific/pace/firing'
import { SECRET } from './load'
import { SEALING_KEYS } from './workers'

const EVENTS = 5_000

/** Of one event, on average. */
export interface CopyCosts {
  reads: number
  writes: number
  /** Rows of D1 read. */
  rows: number
}

/** The product's own look-up, in one isolate and in virtual time. @param everyMs between two events, on average */
export async function copyCosts(everyMs: number): Promise<CopyCosts> {
  const random = draws(1)
  const realNow = Date.now
  const costs = { reads: 0, writes: 0, rows: 0 }
  const id = `every ${everyMs}`
  const env = await envOf(id, costs)
  const context = { env, ctx: { waitUntil: () => undefined }, log: {}, network: () => '', isolate: new IsolateCache() }
  let now = realNow()
  Date.now = () => now
  try {
    for (let n = 0; n < EVENTS; n += 1) {
      const found = await findEndpoint(id, context)
      if (typeof found === 'string') {
        throw new Error(`The endpoint was ${found}`)
      }
      now += Math.ceil(-Math.log(1 - random()) * everyMs)
    }
  } finally {
    Date.now = realNow
  }
  return { reads: costs.reads / EVENTS, writes: costs.writes / EVENTS, rows: costs.rows / EVENTS }
}

/** A KV that forgets in time, and a D1 with the endpoint and its secret: two rows read. */
async function envOf(id: string, costs: CopyCosts): Promise<Env> {
  const sealed = await seal(SEALING_KEYS, `endpoint:bench:${id}:signing`, SECRET)
  const secret = { id: 'signing', kind: 'signing', sealed, validUntil: null }
  const row = { ...secret, marketplace: 'bench', delinquentAt: null, words: '[]' }
  let copy: { value: string; until: number } | null = null
  const COPIES = {
    get: async () => {
      costs.reads += 1
      return copy !== null && copy.until > Date.now() ? JSON.parse(copy.value) : null
    },
    put: async (_: string, value: string, { expirationTtl }: { expirationTtl: number }) => {
      costs.writes += 1
      copy = { value, until: Date.now() + expirationTtl * 1_000 }
    },
  }
  const all = async () => {
    costs.rows += 2
    return { results: [row] }
  }
  const DB = { prepare: () => ({ bind: () => ({ all }) }) }
  return { COPIES, DB, SEALING_KEYS } as unknown as Env
}

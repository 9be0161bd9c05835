/** Limits per network address, and per account whether it exists or not. */
import type { Context } from 'hono'
import { type Limit, returnAttempt, takeAttempt } from '../../accounts/throttle'
import type { Web } from '../http/context'
import { toNetwork } from './network'

const MINUTE_S = 60
const HOUR_S = 3600

interface Limits {
  address: Limit
  account: Limit
}

const LIMITS = {
  'sign-in': { address: { most: 30, windowS: 15 * MINUTE_S }, account: { most: 10, windowS: 15 * MINUTE_S } },
  'sign-up': { address: { most: 20, windowS: HOUR_S }, account: { most: 5, windowS: HOUR_S } },
  setup: { address: { most: 10, windowS: 15 * MINUTE_S }, account: { most: 10, windowS: 15 * MINUTE_S } },
  'forgotten-password': { address: { most: 10, windowS: HOUR_S }, account: { most: 3, windowS: HOUR_S } },
  'new-password': { address: { most: 20, windowS: 15 * MINUTE_S }, account: { most: 20, windowS: 15 * MINUTE_S } },
  'change-password': { address: { most: 30, windowS: 15 * MINUTE_S }, account: { most: 10, windowS: 15 * MINUTE_S } },
} as const satisfies Record<string, Limits>

type LimitedForm = keyof typeof LIMITS

interface LimitExceeded {
  status: 429
  sentence: string
}

/** Null allows the try; call `forgiveAttempt` if it succeeds. Otherwise Retry-After is set. */
export async function countAttempt(c: Context<Web>, door: LimitedForm, account: string): Promise<LimitExceeded | null> {
  const now = Date.now()
  for (const [key, allowance] of await counters(c, door, account)) {
    const waitS = await takeAttempt(c.env.DB, key, allowance, now)
    if (waitS > 0) {
      c.header('retry-after', String(waitS))
      return { status: 429, sentence: `Too many tries. Wait ${minutes(waitS)} and try again.` }
    }
  }
  return null
}

/** A successful try does not count. */
export async function forgiveAttempt(c: Context<Web>, door: LimitedForm, account: string): Promise<void> {
  for (const [key] of await counters(c, door, account)) {
    await returnAttempt(c.env.DB, key)
  }
}

async function counters(c: Context<Web>, door: LimitedForm, account: string): Promise<[string, Limit][]> {
  const address = toNetwork(c.req.header('cf-connecting-ip') ?? '')
  return [
    [`${door} address ${await hashCounterKey(c, address)}`, LIMITS[door].address],
    [`${door} account ${await hashCounterKey(c, account.trim().toLowerCase())}`, LIMITS[door].account],
  ]
}

/** Counters are keyed by hash; raw addresses are never stored. */
async function hashCounterKey(c: Context<Web>, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${c.env.AUTH_SECRET}:door:${text}`)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest.slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / MINUTE_S)
  return count === 1 ? 'a minute' : `${count} minutes`
}

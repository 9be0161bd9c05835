/** Limits per network address, and within it per account, whether it exists or not: no stranger shuts another's door. */
import type { Context } from 'hono'
import { counterKey, isSpent, type Limit, returnAttempt, takeAttempt } from '../../accounts/throttle'
import { toNetwork } from '../../model/network'
import type { Web } from '../http/context'
import { findKnownDevice } from './known-device'

const MINUTE_S = 60
const HOUR_S = 3600
const QUARTER_S = 15 * MINUTE_S

interface Limits {
  /** Of everything from one network. */
  address?: Limit
  /** Of one account from one network. */
  account: Limit
}

const LIMITS = {
  'sign-in': { address: { most: 30, windowS: QUARTER_S }, account: { most: 10, windowS: QUARTER_S } },
  'sign-up': { address: { most: 20, windowS: HOUR_S }, account: { most: 5, windowS: HOUR_S } },
  // Its links are secrets, so only attempts from one address are limited.
  invitation: { account: { most: 5, windowS: HOUR_S } },
  setup: { account: { most: 10, windowS: QUARTER_S } },
  code: { account: { most: 10, windowS: QUARTER_S } },
  'recovery-code': { account: { most: 10, windowS: QUARTER_S } },
  'forgotten-password': { address: { most: 10, windowS: HOUR_S }, account: { most: 3, windowS: HOUR_S } },
  'new-password': { account: { most: 20, windowS: QUARTER_S } },
} as const satisfies Record<string, Limits>

/**
 * Failures at one account from all unknown browsers, as far as each network's own limits let them through. Beyond it, a
 * network has `FEW` tries at the password and none at the app's codes, which can be guessed; recovery codes cannot.
 */
const CROWD: Limit = { most: 100, windowS: HOUR_S }
const FEW = 3

const CROWDED = 'Too many tries. Use a recovery code, or a browser you signed in with before, or wait an hour.'

/** Of a person who is signed in. */
const OWN: Limit = { most: 10, windowS: QUARTER_S }

type LimitedForm = keyof typeof LIMITS

interface SignInAttempt {
  door: LimitedForm
  account: string
  /** Null when the browser never signed in to this account. */
  device: string | null
}

interface LimitExceeded {
  status: 429
  sentence: string
}

/** Null allows the try; call `forgiveAttempt` if it succeeds. Otherwise Retry-After is set. */
export async function countAttempt(c: Context<Web>, door: LimitedForm, account: string): Promise<LimitExceeded | null> {
  const limits: Limits = LIMITS[door]
  const attempt = await readAttempt(c, door, account)
  const crowd = await crowdKey(c, attempt)
  const isCrowded = crowd !== null && (await isSpent(c.env.DB, crowd, CROWD, Date.now()))
  if (isCrowded && door === 'code') {
    return { status: 429, sentence: CROWDED }
  }
  const own = isCrowded ? { ...limits.account, most: FEW } : limits.account
  for (const [key, limit] of await counters(c, attempt, { ...limits, account: own })) {
    const exceeded = await take(c, key, limit)
    if (exceeded !== null) {
      return exceeded
    }
  }
  if (crowd !== null) {
    await takeAttempt(c.env.DB, crowd, CROWD, Date.now())
  }
  return null
}

/** A successful try does not count. */
export async function forgiveAttempt(c: Context<Web>, door: LimitedForm, account: string): Promise<void> {
  const attempt = await readAttempt(c, door, account)
  const crowd = await crowdKey(c, attempt)
  const taken = (await counters(c, attempt, LIMITS[door])).map(([key]) => key)
  await returnAttempt(c.env.DB, ...taken, ...(crowd === null ? [] : [crowd]))
}

/** Of the person who is signed in, from anywhere: others cannot get here. */
export async function countOwnAttempt(c: Context<Web>, act: string): Promise<LimitExceeded | null> {
  return take(c, `${act} ${await counterKey(c.env, c.var.person.id)}`, OWN)
}

export async function forgiveOwnAttempt(c: Context<Web>, act: string): Promise<void> {
  await returnAttempt(c.env.DB, `${act} ${await counterKey(c.env, c.var.person.id)}`)
}

async function readAttempt(c: Context<Web>, door: LimitedForm, account: string): Promise<SignInAttempt> {
  return { door, account: account.trim().toLowerCase(), device: await findKnownDevice(c, account) }
}

/** Null where it is not counted. */
async function crowdKey(c: Context<Web>, { door, account, device }: SignInAttempt): Promise<string | null> {
  const isCounted = device === null && (door === 'code' || door === 'sign-in')
  return isCounted ? `${door} crowd ${await counterKey(c.env, account)}` : null
}

async function take(c: Context<Web>, key: string, limit: Limit): Promise<LimitExceeded | null> {
  const waitS = await takeAttempt(c.env.DB, key, limit, Date.now())
  if (waitS === 0) {
    return null
  }
  c.header('retry-after', String(waitS))
  return { status: 429, sentence: `Too many tries. Wait ${minutes(waitS)} and try again.` }
}

async function counters(
  c: Context<Web>,
  { door, account, device }: SignInAttempt,
  limits: Limits,
): Promise<[string, Limit][]> {
  const address = toNetwork(c.req.header('cf-connecting-ip') ?? '')
  const pair = await counterKey(c.env, `${address} ${account}`)
  if (device !== null) {
    // Also per network: an attacker may have collected devices.
    return [
      [`${door} device ${await counterKey(c.env, device)}`, limits.account],
      [`${door} devices ${pair}`, limits.account],
    ]
  }
  const own: [string, Limit] = [`${door} account ${pair}`, limits.account]
  return limits.address === undefined
    ? [own]
    : [[`${door} address ${await counterKey(c.env, address)}`, limits.address], own]
}

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / MINUTE_S)
  return count === 1 ? 'a minute' : `${count} minutes`
}

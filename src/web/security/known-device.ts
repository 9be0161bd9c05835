/**
 * A browser that signed in to an account before. Its tries are counted apart, so that what strangers try at the same
 * account, or from the same network, does not shut its door (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 */
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { randomId, readSecretId, SECRET_ID } from '../../accounts/ids'
import { findDevicesSince } from '../../accounts/known-devices'
import { isSameText } from '../../http/same-text'
import type { Web } from '../http/context'

const COOKIE = '__Host-device'
const LASTS_S = 180 * 86_400
const HMAC = { name: 'HMAC', hash: 'SHA-256' }
/** One signature for each. */
const MOST_ACCOUNTS = 8

/** The device's id; null when it never signed in to this account, or not since devices were forgotten. */
export async function findKnownDevice(c: Context<Web>, email: string): Promise<string | null> {
  const { id, signatures } = readDevice(c)
  if (signatures.length === 0) {
    return null
  }
  const own = await sign(c, id, email)
  const matches = await Promise.all(signatures.map((one) => isSameText(one, own)))
  return matches.includes(true) ? id : null
}

export async function rememberDevice(c: Context<Web>, email: string): Promise<void> {
  const { id: known, signatures } = readDevice(c)
  const id = signatures.length > 0 ? readSecretId(known) : randomId(SECRET_ID)
  const own = await sign(c, id, email)
  const others = id === known ? signatures.filter((one) => one !== own) : []
  setCookie(c, COOKIE, [id, own, ...others].slice(0, MOST_ACCOUNTS + 1).join('.'), {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: LASTS_S,
  })
}

function readDevice(c: Context<Web>): { id: string; signatures: string[] } {
  const [id = '', ...signatures] = (getCookie(c, COOKIE) ?? '').split('.')
  return { id, signatures: signatures.slice(0, MOST_ACCOUNTS) }
}

async function sign(c: Context<Web>, id: string, typed: string): Promise<string> {
  const email = typed.trim().toLowerCase()
  const since = await findDevicesSince(c.env.DB, email)
  const bytes = (text: string) => new TextEncoder().encode(text)
  const key = await crypto.subtle.importKey('raw', bytes(c.env.AUTH_SECRET), HMAC, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', key, bytes(`device:${id}:${email}:${since}`))
  return Buffer.from(signature).toString('base64url')
}

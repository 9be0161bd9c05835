/**
 * A browser that signed in to an account before. Its tries are counted apart, so that what strangers try at the same
 * account, or from the same network, does not shut its door (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 */
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { randomId, SECRET_ID } from '../../accounts/ids'
import type { Web } from '../http/context'
import { isSameText } from './same-text'

const COOKIE = '__Host-device'
const LASTS_S = 180 * 86_400
const HMAC = { name: 'HMAC', hash: 'SHA-256' }

/** The device's id; null when it never signed in to this account. */
export async function findKnownDevice(c: Context<Web>, email: string): Promise<string | null> {
  const [id = '', signature = ''] = (getCookie(c, COOKIE) ?? '').split('.')
  return (await isSameText(signature, await sign(c, id, email))) ? id : null
}

export async function rememberDevice(c: Context<Web>, email: string): Promise<void> {
  const id = randomId(SECRET_ID)
  setCookie(c, COOKIE, `${id}.${await sign(c, id, email)}`, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: LASTS_S,
  })
}

async function sign(c: Context<Web>, id: string, email: string): Promise<string> {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const key = await crypto.subtle.importKey('raw', bytes(c.env.AUTH_SECRET), HMAC, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', key, bytes(`device:${id}:${email.trim().toLowerCase()}`))
  return Buffer.from(signature).toString('base64url')
}

import type { Context } from 'hono'
import type { Web } from '../http/context'
import { rememberDevice } from './known-device'

export function addCookies(c: Context, cookies: string[]): void {
  for (const cookie of cookies) {
    c.header('set-cookie', cookie, { append: true })
  }
}

/** Of a session just begun. */
export async function startSession(c: Context<Web>, email: string, cookies: string[]): Promise<void> {
  addCookies(c, cookies)
  await rememberDevice(c, email)
}

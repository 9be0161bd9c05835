/** Cookies that better-auth made, on our answer. */
import type { Context } from 'hono'

/** Adds each Set-Cookie line. */
export function addCookies(c: Context, cookies: string[]): void {
  for (const cookie of cookies) {
    c.header('set-cookie', cookie, { append: true })
  }
}

/** Cookies that better-auth made, on our answer. */
import type { Context } from 'hono'

/** Adds each Set-Cookie line. */
export function addCookies(c: Context, cookies: string[]): void {
  for (const cookie of cookies) {
    c.header('set-cookie', cookie, { append: true })
  }
}

/** The headers of whoever was just given these cookies: for what is done in their name within the same request. */
export function toCookieHeaders(cookies: string[]): Headers {
  const pairs = cookies.map((line) => line.slice(0, line.indexOf(';')))
  return new Headers({ cookie: pairs.join('; ') })
}

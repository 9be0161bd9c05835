import type { Context } from 'hono'

export function addCookies(c: Context, cookies: string[]): void {
  for (const cookie of cookies) {
    c.header('set-cookie', cookie, { append: true })
  }
}

/** Headers of the new session, for actions within the same request. */
export function toCookieHeaders(cookies: string[]): Headers {
  const pairs = cookies.map((line) => line.slice(0, line.indexOf(';')))
  return new Headers({ cookie: pairs.join('; ') })
}

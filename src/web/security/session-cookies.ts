import type { Context } from 'hono'

export function addCookies(c: Context, cookies: string[]): void {
  for (const cookie of cookies) {
    c.header('set-cookie', cookie, { append: true })
  }
}

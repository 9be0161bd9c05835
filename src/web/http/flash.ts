/** One sentence carried across a redirect in a signed cookie. */
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import type { Flash, Web } from './context'
import { isPartial } from './partial'

const NAME = 'flash'
/** Longer than any redirect takes. */
const LASTS_S = 60
/** A cookie holds 4 KB, including signature and escapes. */
const LONGEST_TEXT = 400

/** `__Host-`: no other host can set it. Chromium and Firefox accept Secure cookies from http://localhost. */
const ATTRIBUTES = { path: '/', secure: true, prefix: 'host' } as const

export async function setFlash(c: Context<Web>, flash: Flash): Promise<void> {
  const short = { kind: flash.kind, text: [...flash.text].slice(0, LONGEST_TEXT).join('') }
  await setSignedCookie(c, NAME, JSON.stringify(short), c.env.AUTH_SECRET, {
    ...ATTRIBUTES,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: LASTS_S,
  })
}

/** Deletes the cookie once a whole page has shown it. Unsigned cookies are ignored. */
export const readFlash: MiddlewareHandler<Web> = async (c, next) => {
  const left = await getSignedCookie(c, c.env.AUTH_SECRET, NAME, 'host')
  c.set('flash', left ? (JSON.parse(left) as Flash) : null)
  await next()
  const shown = c.res.headers.get('content-type')?.startsWith('text/html') && !isPartial(c)
  if (left && shown) {
    deleteCookie(c, NAME, ATTRIBUTES)
  }
}

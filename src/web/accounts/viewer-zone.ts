/** The zone a person reads times in. A cookie, since the same person may want another one on another machine. */
import { Hono } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { nameZone } from '../../../views/parts/zone'
import { isZone } from '../../model/time-zone'
import type { Web } from '../http/context'
import { textValues } from '../http/form'
import { CHOSEN_ZONE, redirect } from '../http/respond'

const A_YEAR_S = 31_536_000
const ATTRIBUTES = { path: '/', secure: true, prefix: 'host' } as const

export const viewerZone = new Hono<Web>()

viewerZone.post('/account/zone', async (c) => {
  const { zone = '' } = textValues(await c.req.parseBody())
  if (zone === '') {
    deleteCookie(c, CHOSEN_ZONE, ATTRIBUTES)
    return redirect(c, '/account', { kind: 'done', text: 'Times follow this browser again.' })
  }
  if (!isZone(zone)) {
    return redirect(c, '/account', { kind: 'failed', text: 'Choose a time zone from the list.' })
  }
  setCookie(c, CHOSEN_ZONE, zone, { ...ATTRIBUTES, httpOnly: true, sameSite: 'Lax', maxAge: A_YEAR_S })
  return redirect(c, '/account', { kind: 'done', text: `Times are shown in ${nameZone(zone)}.` })
})

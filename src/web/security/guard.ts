import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { findMembership, listClosedMemberships, listOthersByName } from '../../accounts/members'
import { findSession } from '../../accounts/session'
import type { Web } from '../http/context'
import { showGone } from '../http/gone'
import { isPartial } from '../http/partial'
import { redirect } from '../http/respond'
import { addCookies } from './session-cookies'

/** The menu lists this many; the rest are under All marketplaces. */
const MOST_OTHERS = 5

/** Sets `c.var.person`; otherwise redirects to sign-in and back. */
export const requirePerson = createMiddleware<Web>(async (c, next) => {
  const { session, cookies } = await findSession(c.env, c.req.raw.headers)
  addCookies(c, cookies)
  if (session === null) {
    return redirectToSignIn(c)
  }
  c.set('person', session.person)
  c.set('session', session.id)
  await next()
})

/** Sets `c.var.member`; behind `requirePerson`. Answers 404 to non-members. */
export const requireMember = createMiddleware<Web>(async (c, next) => {
  const id = c.req.param('marketplace') ?? ''
  const { DB } = c.env
  const person = c.var.person.id
  const isPage = c.req.method === 'GET' && !isPartial(c)
  const [member, others] = await Promise.all([
    findMembership(DB, id, person),
    isPage ? listOthersByName(DB, id, person, MOST_OTHERS) : [],
  ])
  if (member === null) {
    const closed = await listClosedMemberships(DB, person)
    const asking = closed.find(({ marketplace }) => marketplace.id === id)
    if (asking === undefined) {
      return c.notFound()
    }
    const text = `${asking.marketplace.name} requires two-step sign-in for admins. Turn it on to continue.`
    return redirect(c, '/account/two-step', { kind: 'failed', text })
  }
  c.set('member', member)
  c.set('others', others)
  return next()
})

/** Behind `requireMember`. Answers 404 to others. */
export const requireAdmin = createMiddleware<Web>(async (c, next) => {
  if (c.var.member.role !== 'admin') {
    return showGone(c, 'Ask an admin of this marketplace. Team lists them.', 'For admins only')
  }
  await next()
})

function redirectToSignIn(c: Context<Web>): Response {
  const { pathname, search } = new URL(c.req.url)
  const back = c.req.method === 'GET' ? `?to=${encodeURIComponent(pathname + search)}` : ''
  // A fragment would put the sign-in page inside this one; with this header htmx loads the whole page.
  if (c.req.header('hx-request') === 'true') {
    return c.body(null, 401, { 'hx-redirect': '/sign-in' })
  }
  return c.redirect(`/sign-in${back}`, 303)
}

import { createMiddleware } from 'hono/factory'
import { json, NO_APPS, NOT_AUTHENTIC } from './answers.ts'
import type { Api } from './request.ts'
import type { Site } from './site.ts'
import type { World } from './world.ts'

/** Lets only a site's own credentials in (thinkific-api.md 1.4): wrong key, wrong site and no plan look the same. */
export const authenticated = createMiddleware<Api>(async (c, next) => {
  const { world } = c.env
  const site = credentialsIn(world, c.req.raw.headers)
  if (!site || site.plan === 'start') {
    return json(NOT_AUTHENTIC, 401)
  }
  if (!site.apps) {
    return json(NO_APPS, 403)
  }
  c.set('site', site)
  c.set('now', world.now())
  await next()
})

/** The subdomain a request is about, for the record: whose credentials they are, else the one it claims. */
export function siteClaimed(world: World, headers: Headers): string {
  return credentialsIn(world, headers)?.subdomain ?? headers.get('x-auth-subdomain') ?? ''
}

function credentialsIn(world: World, headers: Headers): Site | null {
  const subdomain = headers.get('x-auth-subdomain')
  const token = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (token !== undefined) {
    return siteOfToken(world, token, subdomain)
  }
  const site = subdomain === null ? undefined : world.sites.get(subdomain)
  return site && site.apiKey === headers.get('x-auth-api-key') ? site : null
}

/** An access token names its own site; the subdomain header may be left out, and by a switch is not looked at. */
function siteOfToken(world: World, token: string, subdomain: string | null): Site | null {
  const site = [...world.sites.values()].find((candidate) => candidate.accessToken?.value === token)
  if (!site?.accessToken) {
    return null
  }
  const { expiresAt } = site.accessToken
  if (expiresAt !== null && expiresAt <= world.now()) {
    return null
  }
  if (subdomain === null) {
    return site.switches.tokenWithoutSubdomain === 'accepted' ? site : null
  }
  return subdomain === site.subdomain || site.switches.tokenUnderOtherSubdomain === 'accepted' ? site : null
}

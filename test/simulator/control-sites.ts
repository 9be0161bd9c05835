import { type Context, Hono } from 'hono'
import { controlOfCatalog } from './control-catalog.ts'
import * as input from './control-input.ts'
import { done, fieldsOf } from './control-input.ts'
import { controlOfPeople } from './control-people.ts'
import type { Simulator } from './simulator.ts'
import type { Site } from './site.ts'
import { readSwitches } from './switches.ts'

/** `/simulator/sites/…`: sites, their credentials and switches. See control.ts for the list. */
export function controlOfSites(simulator: Simulator): Hono {
  const site = (c: Context) => simulator.site(c.req.param('site') ?? '')
  const control = new Hono()

  control.get('/', (c) => c.json(simulator.sites().map((owner) => summary(owner.data))))
  control.post('/', async (c) => {
    const owner = simulator.addSite(input.Site.parse(await fieldsOf(c)))
    simulator.world.changed()
    return done(c, summary(owner.data), 201)
  })
  control.get('/:site', (c) => {
    const { subdomain } = site(c)
    return c.json(simulator.snapshot().sites.find((each) => each.subdomain === subdomain))
  })
  control.patch('/:site/credentials', async (c) => {
    const wanted = input.Credentials.parse(await fieldsOf(c))
    if (wanted.apiKey !== undefined) {
      site(c).resetApiKey(wanted.apiKey)
    }
    if (wanted.accessToken !== undefined) {
      site(c).setAccessToken(wanted.accessToken, wanted.accessTokenExpiresAt)
    }
    return done(c)
  })
  control.on(['PATCH', 'POST'], '/:site/switches', async (c) => {
    Object.assign(site(c).switches, readSwitches(await fieldsOf(c)))
    simulator.world.changed()
    return done(c, site(c).switches)
  })
  control.route('/', controlOfCatalog(simulator))
  control.route('/', controlOfPeople(simulator))
  return control
}

/** A site in numbers. */
function summary(site: Site): Record<string, unknown> {
  const { subdomain, plan, apps, requestsPerMinute, switches } = site
  const { courses, bundles, users, enrollments } = site
  const counts = { courses: courses.size, bundles: bundles.size, users: users.size, enrollments: enrollments.size }
  return { subdomain, plan, apps, requestsPerMinute, ...counts, switches }
}

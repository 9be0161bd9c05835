import { type Context, Hono } from 'hono'
import { ZodError, z } from 'zod'
import { addDemoSites } from './academy.ts'
import type { Call } from './calls.ts'
import * as input from './control-input.ts'
import { done, fieldsOf, given } from './control-input.ts'
import { controlOfSites } from './control-sites.ts'
import type { Simulator } from './simulator.ts'
import type { Snapshot } from './snapshot.ts'

const CALLS_SHOWN = 200

/**
 * Steering a simulator from another process, under `/simulator`. Bodies are JSON (forms work too and answer 303);
 * times are ISO strings; what cannot be done is 422 `{"error": why}`.
 *
 *     GET    /state                          everything, as `PUT /state` takes it back
 *     GET    /counts                         { total, routes: { "POST /users": 3, … }, statuses: { "201": 3, … } }
 *     GET    /calls?site=&last=              newest last; DELETE /calls forgets them and the counts
 *     GET    /emails?to=                     what would have gone out, oldest first
 *     GET    /faults                         in force; DELETE /faults, DELETE /faults/:id, POST /faults/:id/removal
 *     POST   /faults                         { kind, times?, site?, method?, path? (regular expression), effect?, ms? }
 *     POST   /outage                         { on, site?, kind? }: every call fails until it is off
 *     POST   /reset                          { demo? }: empty, then (unless demo is false) the two demo sites again
 *     GET    /sites                          in numbers, with their switches; GET /sites/:site is one site whole
 *     POST   /sites                          { subdomain, apiKey, accessToken?, requestsPerMinute?, plan?, apps? … }
 *     PATCH  /sites/:site/credentials        { apiKey?, accessToken? (null removes), accessTokenExpiresAt? }
 *     PATCH  /sites/:site/switches           any of switches.ts
 *     POST   /sites/:site/courses            { name, id?, productId?, status?, private?, newBuilder?, welcomeEmail? }
 *     POST   /sites/:site/bundles            { name, courseIds, … }; PATCH /sites/:site/bundles/:id { courseIds }
 *     POST   /sites/:site/fields             { label, fieldType?, required? }
 *     POST   /sites/:site/catalog            { courses, bundles }: that many made-up ones
 *     PATCH  /sites/:site/products/:id       { status }
 *     DELETE /sites/:site/courses/:id        also /bundles/:id, /users/:id, /enrollments/:id
 *     POST   /sites/:site/users              { email, firstName?, lastName?, roles? }; PATCH …/users/:id { email }
 *     POST   /sites/:site/enrollments        { email, courseId or bundleId, activatedAt?, expiryDate? }
 *     PATCH  /sites/:site/enrollments/:id    { activatedAt?, expiryDate? }
 *     GET    /sites/:site/access?email=      [{ courseId, course, state: full|trial|expired, until (ms or null) }]
 */
export function controlOf(simulator: Simulator): Hono {
  const control = new Hono()
  control.get('/state', (c) => c.json(simulator.snapshot()))
  control.put('/state', async (c) => {
    simulator.restore(await c.req.json<Snapshot>())
    return done(c)
  })
  control.get('/counts', (c) => c.json(simulator.counts()))
  control.get('/calls', (c) => {
    const site = c.req.query('site')
    const calls = simulator.calls.filter((call) => site === undefined || call.site === site)
    return c.json(calls.slice(-Number(c.req.query('last') ?? CALLS_SHOWN)))
  })
  control.delete('/calls', (c) => {
    simulator.forgetCalls()
    return done(c)
  })
  control.get('/emails', (c) => {
    const to = c.req.query('to')
    return c.json(simulator.emails.filter((email) => to === undefined || email.to === to))
  })

  control.get('/faults', (c) => c.json(simulator.faults.list))
  control.post('/faults', async (c) => done(c, { id: addFault(simulator, await fieldsOf(c)) }, 201))
  control.delete('/faults', (c) => {
    simulator.faults.clear()
    return done(c)
  })
  const removal = (c: Context) => {
    simulator.faults.remove(c.req.param('id') ?? '')
    return done(c)
  }
  control.delete('/faults/:id', removal)
  control.post('/faults/:id/removal', removal)
  control.post('/outage', async (c) => {
    const { on, site, kind } = input.Outage.parse(await fieldsOf(c))
    if (on) {
      simulator.faults.startOutage(site, kind)
    } else {
      simulator.faults.endOutage(site)
    }
    return done(c)
  })
  control.post('/reset', async (c) => {
    const { demo } = input.Reset.parse(await fieldsOf(c))
    simulator.reset()
    if (demo) {
      addDemoSites(simulator)
    }
    return done(c)
  })
  control.route('/sites', controlOfSites(simulator))
  control.onError((error, c) => {
    if (error instanceof ZodError) {
      return c.json({ error: z.prettifyError(error) }, 422)
    }
    if (error instanceof RangeError || error instanceof SyntaxError) {
      return c.json({ error: error.message }, 422)
    }
    throw error
  })
  return control
}

function addFault(simulator: Simulator, fields: Record<string, unknown>): string {
  const { site, method, path, ...fault } = given(input.Fault.parse(fields))
  const pattern = path === undefined ? null : new RegExp(path)
  const match = (call: Call) =>
    (site === undefined || call.site === site) &&
    (method === undefined || call.method === method) &&
    (pattern === null || pattern.test(call.path))
  const about = [method ?? 'any call', path ?? '', site ? `on ${site}` : 'on any site'].filter(Boolean).join(' ')
  return simulator.faults.add({ ...fault, match, about })
}

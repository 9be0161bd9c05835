/** The pages as a signed-in person gets them; who that is and where is the test's to say. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import type { Role } from '../../../src/accounts/members'
import { customers } from '../../../src/web/customers'
import type { Web } from '../../../src/web/http/context'
import { readFlash } from '../../../src/web/http/flash'
import { logs } from '../../../src/web/logs'
import { overview } from '../../../src/web/overview'
import { adminOf } from '../../accounts/admin'

/** A test may make them an admin. */
export const viewer: { role: Role } = { role: 'merchant' }

const site = new Hono<Web>()
  .use(readFlash)
  .use('/m/:marketplace/*', async (c, next) => {
    if (viewer.role === 'admin') {
      await adminOf(c.req.param('marketplace'), 'mia')
    }
    c.set('person', { id: 'mia', name: 'Mia Chen', email: 'mia@example.com' })
    c.set('member', { marketplace: { id: c.req.param('marketplace'), name: 'Shop' }, role: viewer.role })
    await next()
  })
  .route('/m/:marketplace', overview)
  .route('/m/:marketplace', logs)
  .route('/m/:marketplace', customers)
  .notFound((c) => c.text('There is no such page.', 404))

/** What htmx sends where it swaps a part of a page. */
export const PARTIAL = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }

export async function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ response: Response; html: string }> {
  const response = await visit(new Request(`https://shop.test${path}`, { headers }))
  return { response, html: await response.text() }
}

export function post(path: string, fields: Record<string, string> = {}): Promise<Response> {
  return visit(new Request(`https://shop.test${path}`, { method: 'POST', body: new URLSearchParams(fields) }))
}

async function visit(request: Request): Promise<Response> {
  const context = createExecutionContext()
  const response = await site.fetch(request, env, context)
  await waitOnExecutionContext(context)
  return response
}

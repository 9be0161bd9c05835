import { Hono } from 'hono'
import { dispatch } from './dispatch/dispatch'
import type { Env } from './env'
import { logRequest } from './http/request-log'
import { setResponseHeaders } from './http/response-headers'
import { writeSecurityTxt } from './http/security-txt'
import { hooks } from './intake/hooks'
import { publishedRoutes } from './intake/published-routes'
import { limitEnv } from './limits/limited-env'

export { NotifyUrlReceiver } from './integrations/notify-url/object/notify-url-receiver'
export { ThinkificSite } from './integrations/thinkific/object/thinkific-site'
export { JournalObject as Journal } from './journal-object'

const worker = new Hono<{ Bindings: Env }>()

worker.use(logRequest, setResponseHeaders)
worker.route('/', publishedRoutes)
worker.get('/.well-known/security.txt', (c) => {
  const text = writeSecurityTxt(c.env, Date.now())
  return text === null ? c.notFound() : c.text(text)
})
worker.get('/healthz', (c) => c.text('ok'))
worker.get('/status', async (c) => {
  const { status } = await import('./web/status')
  return status.fetch(c.req.raw, c.env, c.executionCtx)
})
worker.post('/restore', async (c) => {
  const { restore } = await import('./restore')
  return restore.fetch(c.req.raw, c.env, c.executionCtx)
})
worker.all('/api/*', async (c) => {
  const { api } = await import('./api')
  return api.fetch(c.req.raw, c.env, c.executionCtx)
})
worker.all('/mcp', async (c) => {
  const { mcp } = await import('./api/mcp')
  return mcp.fetch(c.req.raw, c.env, c.executionCtx)
})
// Loaded on first use: pages and sign-in are large, and an event must not wait for them.
worker.all('*', async (c) => {
  const { app } = await import('./web/app')
  return app.fetch(c.req.raw, c.env, c.executionCtx)
})

export default {
  // Hooks bypass the pages' middleware; intake logs its own requests.
  fetch: (request: Request, env, ctx) =>
    isHook(request) ? hooks.receive(request, limitEnv(env), ctx) : worker.fetch(request, limitEnv(env), ctx),
  queue: (batch, env, ctx) => dispatch(batch, limitEnv(env), ctx),
  scheduled: async (event, env) => {
    const { runDaily } = await import('./daily')
    await runDaily(limitEnv(env), event.scheduledTime)
  },
} satisfies ExportedHandler<Env>

function isHook({ url }: Request): boolean {
  return url.startsWith('/hooks', url.indexOf('/', 'https://'.length))
}

/** Serves the descriptions that a build wrote into the assets. */
import { type Context, Hono } from 'hono'
import type { Env } from '../env'
import { readOwnAsset } from '../http/own-asset'

type PublishedContext = Context<{ Bindings: Env }>

const HEADERS = { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' }

export const publishedRoutes = new Hono<{ Bindings: Env }>()
  .get('/schemas/event.json', (c) => publish(c, 'event-schema.json'))
  .get('/schemas/configuration.json', (c) => publish(c, 'configuration-schema.json'))
  .get('/openapi.json', (c) => publish(c, 'openapi.json'))

async function publish(
  c: PublishedContext,
  name: 'event-schema.json' | 'configuration-schema.json' | 'openapi.json',
): Promise<Response> {
  const text = await readOwnAsset(c.env, name)
  return text === null ? c.text('It could not be read. Try again.', 503) : c.body(text, 200, HEADERS)
}

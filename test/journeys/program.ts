/** A program of a shop: docs/client.ts with a token that was made on the page. */
import { CLOSE } from '../../.run/visitor'
import { Enrollwire } from '../../docs/client'
import { type Served, shared } from './served'
import type { Shop } from './shop'

export async function openProgram(
  { base, visitor }: Shop,
  name: string,
  served: Served = shared(),
): Promise<Enrollwire> {
  const wanted = { id: crypto.randomUUID(), name, scope: 'write', lasts: '30' }
  const { text } = await visitor.submit(`${base}/team/tokens`, wanted)
  const token = /id="made-token">([^<]+)</.exec(text)?.[1] ?? ''
  const fetchOnce = (request: Request) => {
    request.headers.set('connection', CLOSE)
    return fetch(request)
  }
  return new Enrollwire({ origin: served.address, token, fetch: fetchOnce })
}

import { API_PATH, api } from './api.ts'
import { siteClaimed } from './auth.ts'
import type { Call } from './calls.ts'
import { stopsOnTheWay } from './faults.ts'
import { spoil } from './spoil.ts'
import type { World } from './world.ts'

/** One request and its answer, recorded; rejects like `fetch` when the connection breaks or the caller gives up. */
export async function exchange(world: World, request: Request, signal: AbortSignal): Promise<Response> {
  const call = opened(world, request)
  try {
    const answer = await Promise.race([answered(world, request, call), givenUp(signal)])
    world.calls.close(call, answer.status)
    return stamped(answer, world.now())
  } catch (error) {
    world.calls.close(call, 0)
    throw error
  } finally {
    world.inFlight.set(call.site, (world.inFlight.get(call.site) ?? 1) - 1)
    world.changed()
  }
}

function opened(world: World, request: Request): Call {
  const site = siteClaimed(world, request.headers)
  const inFlight = (world.inFlight.get(site) ?? 0) + 1
  world.inFlight.set(site, inFlight)
  const { method } = request
  const path = pathOf(request)
  const call = { at: world.now(), site, method, path, body: null, inFlight, status: null, effect: null, fault: null }
  world.calls.open(call)
  return call
}

async function answered(world: World, request: Request, call: Call): Promise<Response> {
  call.body = await bodyOf(request)
  const fault = world.faults.take(call)
  call.fault = fault?.kind ?? null
  if (fault && stopsOnTheWay(fault)) {
    return spoil(fault, null, world.now())
  }
  const { url, method, headers } = request
  const answer = await api.fetch(new Request(url, { method, headers }), { world, call, fault })
  if (fault?.kind === 'slow') {
    await world.sleep(fault.ms)
  }
  return fault?.effect ? spoil(fault, answer, world.now()) : answer
}

/** A JSON body parsed; text that is no JSON, or does not say it is, stays text; nothing is null. */
async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.text()
  if (text === '') {
    return null
  }
  if (!request.headers.get('content-type')?.includes('json')) {
    return text
  }
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function pathOf(request: Request): string {
  const { pathname, search } = new URL(request.url)
  const path = pathname.startsWith(API_PATH) ? pathname.slice(API_PATH.length) : pathname
  try {
    return decodeURIComponent(path + search)
  } catch {
    return path + search
  }
}

function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) {
      reject(signal.reason)
    }
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** The headers every answer has: Cloudflare's, and Thinkific's own idea of the time. */
function stamped(answer: Response, now: number): Response {
  answer.headers.set('date', new Date(now).toUTCString())
  answer.headers.set('server', 'cloudflare')
  return answer
}

import type { Context } from 'hono'
import type { Call } from './calls.ts'
import type { Fault } from './faults.ts'
import type { Site } from './site.ts'
import type { World } from './world.ts'

/** What every handler of the API has at hand. */
export type Api = {
  Bindings: { world: World; call: Call; fault: Fault | null }
  /** `now` is one moment for the whole request. */
  Variables: { site: Site; now: number }
}

export type Body = Record<string, unknown>

/** The JSON object a write sent; anything else counts as no parameters, as in Rails. */
export function bodyOf(c: Context<Api>): Body {
  const body = c.env.call.body
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Body) : {}
}

/** Notes what a call changed, in words, for the record of calls. */
export function did(c: Context<Api>, effect: string): void {
  c.env.call.effect = effect
}

/** A value of a namespaced filter, `query[name]=value`. A bare `name=value` is ignored, as in the real thing. */
export function filterOf(c: Context<Api>, name: string): string | null {
  return new URL(c.req.url).searchParams.get(`query[${name}]`)
}

/** The number in a path, or NaN. */
export function idIn(c: Context<Api>, name = 'id'): number {
  return Number(c.req.param(name))
}

/** A text in a body; numbers become texts; what is left out or null is undefined. */
export function textIn(body: Body, name: string): string | undefined {
  const value = body[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** An id in a body: a number, or digits in a string. NaN when it is neither. */
export function idInBody(body: Body, name: string): number {
  return Number(textIn(body, name) ?? Number.NaN)
}

/** A date in a body: undefined if left out; null if null, empty or unreadable (Rails casts those to nil); else its time. */
export function dateIn(body: Body, name: string): number | null | undefined {
  if (!(name in body)) {
    return undefined
  }
  const time = Date.parse(textIn(body, name) ?? '')
  return Number.isNaN(time) ? null : time
}

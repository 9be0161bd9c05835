import { ACADEMY } from './academy.ts'
import type { Simulator } from './simulator.ts'

/** Where tests say Thinkific is; nothing is looked up, the simulator is handed the request. */
const BASE = 'http://thinkific.test/api/public/v1'

/** The legacy credentials of a site, as headers. */
export function keyOf(site: { apiKey: string; subdomain: string } = ACADEMY): Record<string, string> {
  return { 'x-auth-api-key': site.apiKey, 'x-auth-subdomain': site.subdomain, 'user-agent': 'test' }
}

export type Answer = { status: number; body: Json; headers: Headers; text: string }
/** JSON not validated yet. */
export type Json = Record<string, unknown> & { id: number; items: Json[]; errors: unknown }

/** Calls a simulated site as a client would, by default with the demo academy's key. */
export function talkTo(simulator: Simulator, headers: Record<string, string> = keyOf()) {
  const call = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
    const json = { 'content-type': 'application/json' }
    const init: RequestInit = { method, headers: { ...headers, ...(body === undefined ? {} : json), ...more } }
    if (body !== undefined) {
      init.body = typeof body === 'string' ? body : JSON.stringify(body)
    }
    const response = await simulator.fetch(`${BASE}${path}`, init)
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: parsed(text) }
  }
  return {
    call,
    get: (path: string): Promise<Answer> => call('GET', path),
    post: (path: string, body: unknown): Promise<Answer> => call('POST', path, body),
    put: (path: string, body: unknown): Promise<Answer> => call('PUT', path, body),
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return {} as Json
  }
}

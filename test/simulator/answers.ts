import type { Site } from './site.ts'

/** Error bodies as Thinkific words them (thinkific-api.md 1.4 and 2.6). */
export const NOT_AUTHENTIC = { error: 'Authentication Error' }
export const NO_APPS = { error: 'Access to Apps is not available on your plan. Upgrade to gain access' }
export const NOT_FOUND = { error: 'Record not found.' }
export const NO_ROUTE = { status: '404', error: 'Not Found' }
export const MALFORMED = { error: 'Parameter ID is required.' }

export type Shape = 'object' | 'array' | 'field names'
/** Rails-style messages by field. */
export type Errors = Record<string, string[]>

/** A JSON answer, as the Rails app behind Cloudflare sends it. */
export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8' } })
}

/** An answer without a body, as most writes have. */
export function empty(status: 200 | 201 | 202 | 204): Response {
  return new Response(null, { status })
}

export function notFound(): Response {
  return json(NOT_FOUND, 404)
}

/** A 422 in the shape this endpoint documents, unless the site's switch asks for another. */
export function refused(site: Site, documented: Shape, errors: Errors): Response {
  const wanted = site.switches.errors422
  return json({ errors: shaped(wanted === 'documented' ? documented : wanted, errors) }, 422)
}

/** The three inconsistent shapes of a 422's `errors`. */
export function shaped(shape: Shape, errors: Errors): unknown {
  if (shape === 'object') {
    return errors
  }
  const sentences = Object.entries(errors).flatMap(([field, messages]) =>
    messages.map((message) => `${humanized(field)} ${message}`),
  )
  return shape === 'array' ? sentences : sentences.map((sentence) => ({ field_name: sentence }))
}

/** `first_name` → `First name`, as Rails does. */
function humanized(field: string): string {
  const words = field.replace(/_id$/, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** 429 with the moment the window opens again, in epoch milliseconds; there is no Retry-After. */
export function tooMany(body: 'empty' | 'json' | 'html', resetAt: number): Response {
  const texts = { empty: '', json: '{"error":"Rate limit exceeded"}', html: page('429 Too Many Requests') }
  const types = { empty: 'text/plain', json: 'application/json; charset=utf-8', html: 'text/html' }
  return new Response(texts[body], {
    status: 429,
    headers: { 'content-type': types[body], 'ratelimit-reset': String(resetAt) },
  })
}

/** A page of Cloudflare's, which is what comes when the app was not reached. */
export function cloudflare(status: number, title: string): Response {
  return new Response(page(title), {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare', 'cache-control': 'no-store' },
  })
}

function page(title: string): string {
  return `<!DOCTYPE html>\n<html lang="en-US"><head><title>api.thinkific.com | ${title}</title></head><body><h1>${title}</h1><p>Cloudflare Ray ID: 8f2a4c6e8a0b1c2d</p></body></html>\n`
}

/** Refusals as `application/problem+json` (RFC 9457). */
import { RESPONSE_HEADERS } from '../http/response-headers'

const TITLES = {
  400: 'Not JSON',
  401: 'Not authentic',
  404: 'No such endpoint',
  405: 'Only POST',
  413: 'Too large',
  422: 'Not an event',
  429: 'Too many failed attempts',
  503: 'Try again later',
} as const

type ProblemStatus = keyof typeof TITLES

export interface Problem {
  status: ProblemStatus
  detail: string
  field?: string | null
  headers?: Record<string, string>
}

export function problemResponse({ status, detail, field, headers }: Problem): Response {
  const body = { title: TITLES[status], status, detail, ...(field ? { field } : {}) }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...RESPONSE_HEADERS,
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...headers,
    },
  })
}

export function retryAfter(seconds: number): Record<string, string> {
  return { 'retry-after': String(seconds) }
}

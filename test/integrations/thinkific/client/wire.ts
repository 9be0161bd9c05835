/** A Thinkific of one answer, and what it was asked. */
import type { ApiConnection } from '../../../../src/integrations/thinkific/client/call'

export const NOW = Date.parse('2026-11-20T10:15:00Z')

export interface RecordedRequest {
  url: string
  init: RequestInit
}

/** A connection whose every call gets this answer; `asked` fills with the requests. */
export function answerWith(answer: () => Response | Promise<Response>, more: Partial<ApiConnection> = {}) {
  const asked: RecordedRequest[] = []
  const connection: ApiConnection = {
    apiUrl: 'https://thinkific.test/api/public/v1',
    site: 'academy',
    scheme: 'api_key',
    credential: 'k'.repeat(32),
    fetch: async (url, init) => {
      asked.push({ url: String(url), init: init ?? {} })
      return answer()
    },
    now: () => NOW,
    ...more,
  }
  return { connection, asked }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
}

export function html(status: number): Response {
  const page = '<!DOCTYPE html><html><head><title>x</title><script>alert(1)</script></head><body><h1>Oops</h1></body>'
  return new Response(page, { status, headers: { 'content-type': 'text/html' } })
}

export function pageOf(items: unknown[], next: number | null = null) {
  const pagination = { current_page: 1, next_page: next, prev_page: null, total_pages: 2, total_items: items.length }
  return { items, meta: { pagination } }
}

export const ADA = { id: 7, email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron', roles: [] }

export const ROW = {
  id: 479110111,
  user_id: '7',
  user_email: 'ada@example.com',
  course_id: 12,
  percentage_completed: '0.0',
  expired: false,
  is_free_trial: false,
  activated_at: '2024-02-22T20:32:52.000Z',
  expiry_date: null,
  updated_at: '2024-02-22T20:32:52.730Z',
  something_new: { deep: true },
}

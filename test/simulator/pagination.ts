import type { Context } from 'hono'
import { json } from './answers.ts'
import type { Api } from './request.ts'

const LIMIT_DEFAULT = 25
/** More is capped, not refused. */
const LIMIT_MAX = 250

/** A page of rows in Thinkific's envelope, rows rendered only for that page. */
export function paginated<Row>(c: Context<Api>, rows: Row[], render: (row: Row) => unknown): Response {
  const query = new URL(c.req.url).searchParams
  const limit = Math.min(positive(query.get('limit')) ?? LIMIT_DEFAULT, LIMIT_MAX)
  const page = positive(query.get('page')) ?? 1
  const first = (page - 1) * limit
  const shown = rows.slice(first, first + limit)
  const pages = Math.ceil(rows.length / limit)
  return json({
    items: shown.map(render),
    meta: {
      pagination: {
        current_page: page,
        next_page: page < pages ? page + 1 : null,
        prev_page: page > 1 ? page - 1 : null,
        total_pages: pages,
        total_items: rows.length,
        entries_info: `${shown.length === 0 ? 0 : first + 1}-${shown.length === 0 ? 0 : first + shown.length} of ${rows.length}`,
      },
    },
  })
}

function positive(text: string | null): number | null {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? number : null
}

/** Thinkific's lists come in pages; this is one of them (reference 2.2). */
import * as z from 'zod'

/** The most Thinkific gives at once; asked for more, it silently gives this. */
export const PAGE_LIMIT = 250

/** `next`: the page to ask for then, null at the end. `total` and `pages` are null when Thinkific does not say. */
export interface Page<T> {
  items: T[]
  next: number | null
  pages: number | null
  total: number | null
}

const count = z
  .union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)])
  .nullish()
  .transform((value) => value ?? null)
const pagination = z.object({ next_page: count, total_pages: count, total_items: count })
const meta = z.object({ pagination: pagination.nullish() }).nullish()

/** The envelope around rows of `row`. Without its meta, a full page is taken to have a successor. */
export function pageSchema<T>(row: z.ZodType<T>, page: number, limit: number): z.ZodType<Page<T>> {
  return z.object({ items: z.array(row), meta }).transform((body): Page<T> => {
    const counts = body.meta?.pagination
    const items = body.items
    if (counts === null || counts === undefined) {
      return { items, next: items.length >= limit ? page + 1 : null, pages: null, total: null }
    }
    return { items, next: counts.next_page, pages: counts.total_pages, total: counts.total_items }
  })
}

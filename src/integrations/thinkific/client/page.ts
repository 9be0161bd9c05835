/** A page of a Thinkific list (reference 2.2). */
import * as z from 'zod'

/** Thinkific's maximum; larger limits are silently reduced to it. */
export const PAGE_LIMIT = 250

/** `next`: the next page, null at the end. `total` and `pages` are null when Thinkific does not report them. */
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

/** Without meta, a full page is assumed to have a successor. */
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

/** Lists in pages. */
import * as z from 'zod'
import type { ApiCall } from './call'
import { makeCursor, openCursor } from './cursor'

const MOST = 200
const USUAL = 50
const CURSOR_CHARACTERS = 1_000

export const paging = {
  limit: z.coerce.number().int().min(1).max(MOST).default(USUAL).meta({ description: 'Items per page.' }),
  cursor: z
    .string()
    .min(1)
    .max(CURSOR_CHARACTERS)
    .optional()
    .meta({ description: 'The `next_cursor` of the page before.' }),
}

interface ListRequest {
  limit: number
  cursor?: string | undefined
}

interface ListPage<Item> {
  items: Item[]
  next_cursor: string | null
}

/** The list as it was asked for, and where its next page begins. @param operation its operationId */
export function readPaging({ marketplace }: ApiCall, operation: string, { limit, cursor, ...filter }: ListRequest) {
  const list = { marketplace: marketplace.id, operation, filter }
  return {
    limit,
    after: openCursor(list, cursor),
    next: (after: string) => makeCursor(list, after),
  }
}

/** A page of what is read at once, by id: what is added or deleted since moves nothing. */
export function pageById<Row extends { id: string }, Item>(
  call: ApiCall,
  operation: string,
  query: ListRequest,
  rows: Row[],
  toItem: (row: Row) => Item,
): ListPage<Item> {
  const { limit, after, next } = readPaging(call, operation, query)
  const left = rows.filter(({ id }) => id > after).sort((a, b) => (a.id < b.id ? -1 : 1))
  const page = left.slice(0, limit)
  const last = page.at(-1)
  return { items: page.map(toItem), next_cursor: last !== undefined && left.length > limit ? next(last.id) : null }
}

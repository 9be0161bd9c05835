/** Where a list goes on, as text for a program to send back. */
import { createHash } from 'node:crypto'
import { ApiProblem } from './problem'

const MARK_CHARACTERS = 12

/** What a cursor continues: one marketplace's list as it was asked for. */
interface ListKey {
  marketplace: string
  operation: string
  filter: unknown
}

export function makeCursor(list: ListKey, after: string): string {
  return Buffer.from(JSON.stringify([markOf(list), after])).toString('base64url')
}

/** '' at the beginning of a list. */
export function openCursor(list: ListKey, cursor: string | undefined): string {
  if (cursor === undefined) {
    return ''
  }
  const [mark, after] = read(cursor)
  if (mark !== markOf(list) || typeof after !== 'string') {
    throw wrongCursor()
  }
  return after
}

export function wrongCursor(): ApiProblem {
  const detail = 'This cursor belongs to another list. Begin without one, with the same filters throughout.'
  return new ApiProblem(400, 'cursor', detail)
}

function read(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}

function markOf({ marketplace, operation, filter }: ListKey): string {
  const text = JSON.stringify([marketplace, operation, filter])
  return createHash('sha256').update(text).digest('base64url').slice(0, MARK_CHARACTERS)
}

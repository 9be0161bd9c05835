/** Lists in pages of 100 at most. `offset` is the id of the last record seen, and a page says where the next one is. */
import type { SamCartSwitches } from './switches.ts'

const MOST = 100

interface Listed {
  id: number
}

/** The mark of a page without records that stands before one with some. */
const EMPTY = 'e'

export function page<Item extends Listed>(
  url: URL,
  records: Item[],
  render: (record: Item) => object,
  { emptyPages, nextAddress }: SamCartSwitches,
): object {
  const limit = Math.min(Math.max(Number(url.searchParams.get('limit') ?? MOST) || MOST, 1), MOST)
  const asked = url.searchParams.get('offset') ?? '0'
  const after = Number(asked.replace(EMPTY, ''))
  const sorted = records.toSorted((one, other) => one.id - other.id)
  const left = sorted.filter(({ id }) => id > after)
  const isEmpty = emptyPages === 'before each' && !asked.endsWith(EMPTY) && left.length > 0
  const shown = isEmpty ? [] : left.slice(0, limit)
  const isLast = !isEmpty && left.length <= limit
  const next = isLast ? null : addressOf(url, isEmpty ? `${after}${EMPTY}` : String(shown.at(-1)?.id), nextAddress)
  return { data: shown.map(render), pagination: { next, prev: null } }
}

function addressOf(url: URL, offset: string, nextAddress: SamCartSwitches['nextAddress']): string {
  const next = new URL(url)
  next.searchParams.set('offset', offset)
  next.searchParams.set('dir', 'next')
  if (nextAddress === 'relative') {
    return next.pathname + next.search
  }
  if (nextAddress === 'http') {
    next.protocol = 'http:'
  }
  return next.href
}

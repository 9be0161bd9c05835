import type { Site, User } from './site.ts'

/**
 * Rows found by a key of theirs without reading all of them: ten thousand customers must cost no more to search than
 * ten. An index belongs to its map of rows, is made when first needed, and may hold keys gone stale: those are
 * checked on the way out.
 */
const indexes = new WeakMap<object, Map<string, number[]>>()

type KeyOf<Row> = (row: Row) => string

/** Someone's rows among enrollments, of courses or of bundles. */
export function rowsOf<Row extends { id: number; userId: number }>(rows: Map<number, Row>, userId: number): Row[] {
  return found(rows, byUser, String(userId))
}

/** The users whose e-mail is this one but for its case. */
export function usersLike(site: Site, email: string): User[] {
  return found(site.users, byEmail, email.toLowerCase())
}

/** Adds a new enrollment. */
export function addRow<Row extends { id: number; userId: number }>(rows: Map<number, Row>, row: Row): void {
  rows.set(row.id, row)
  note(indexOf(rows, byUser), byUser(row), row.id)
}

/** Gives a user an e-mail, the first one or another. */
export function setEmail(site: Site, user: User, email: string): void {
  user.email = email
  note(indexOf(site.users, byEmail), byEmail(user), user.id)
}

function byUser({ userId }: { userId: number }): string {
  return String(userId)
}

function byEmail({ email }: User): string {
  return email.toLowerCase()
}

function found<Row extends { id: number }>(rows: Map<number, Row>, keyOf: KeyOf<Row>, key: string): Row[] {
  const ids = indexOf(rows, keyOf).get(key) ?? []
  return ids.flatMap((id) => rows.get(id) ?? []).filter((row) => keyOf(row) === key)
}

function indexOf<Row extends { id: number }>(rows: Map<number, Row>, keyOf: KeyOf<Row>): Map<string, number[]> {
  const known = indexes.get(rows)
  if (known) {
    return known
  }
  const index = new Map<string, number[]>()
  for (const row of rows.values()) {
    note(index, keyOf(row), row.id)
  }
  indexes.set(rows, index)
  return index
}

function note(index: Map<string, number[]>, key: string, id: number): void {
  const ids = index.get(key)
  if (!ids) {
    index.set(key, [id])
  } else if (!ids.includes(id)) {
    ids.push(id)
  }
}

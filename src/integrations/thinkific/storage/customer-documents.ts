/** Customer documents as text: one row each, plus pages for those too long for a row. */

/** A row holds 2 MB (Cloudflare's Durable Objects limits); a UTF-16 unit takes up to three bytes. */
const PAGE_LENGTH = 600_000
/** Marks a document stored in pages. */
const IN_PAGES = ''

/** Documents scanned at once; takes a few milliseconds. */
export const SLICE_ROWS = 500

const STORED =
  'SELECT value AS key FROM json_each(?) WHERE EXISTS (SELECT 1 FROM customers WHERE customers.key = json_each.value)'

/** Every document begins its user like this. */
const USER = '"user":{"id":"'
/** Longer than any id. */
const ID_LENGTH = 40

/** The next customers who are a Thinkific user. */
export interface UserSlice {
  users: { key: string; user: string }[]
  /** Null at the end. */
  next: string | null
}

export type DocumentStorage = ReturnType<typeof openDocuments>

export function openDocuments(sql: SqlStorage) {
  const whole = (key: string, account: string): string => {
    if (account !== IN_PAGES) {
      return account
    }
    const pages = sql.exec<{ text: string }>('SELECT text FROM pages WHERE customer = ? ORDER BY page', key)
    return [...pages].map(({ text }) => text).join('')
  }
  return {
    read(key: string): string | null {
      const [row] = sql.exec<{ account: string }>('SELECT account FROM customers WHERE key = ?', key)
      return row === undefined ? null : whole(key, row.account)
    },

    listStored(keys: string[]): Set<string> {
      return new Set([...sql.exec<{ key: string }>(STORED, JSON.stringify(keys))].map(({ key }) => key))
    },

    /** May write several rows, so the caller holds a transaction. */
    write(key: string, text: string): void {
      const pages = text.length > PAGE_LENGTH ? splitPages(text) : []
      sql.exec('DELETE FROM pages WHERE customer = ?', key)
      for (const [page, part] of pages.entries()) {
        sql.exec('INSERT OR REPLACE INTO pages VALUES (?, ?, ?)', key, page, part)
      }
      sql.exec('INSERT OR REPLACE INTO customers VALUES (?, ?)', key, pages.length > 0 ? IN_PAGES : text)
    },

    delete(key: string): void {
      sql.exec('DELETE FROM customers WHERE key = ?', key)
      sql.exec('DELETE FROM pages WHERE customer = ?', key)
    },

    /** The next keys in order, each with its document if that contains the text. */
    slice(mentioned: string, after: string): { key: string; text: string | null }[] {
      const rows = sql.exec<{ key: string; account: string | null }>(
        `SELECT key, iif(account = '${IN_PAGES}' OR instr(account, ?) > 0, account, NULL) AS account FROM customers
         WHERE key > ? ORDER BY key LIMIT ${SLICE_ROWS}`,
        ...[mentioned, after],
      )
      return [...rows].map(({ key, account }) => {
        const text = account === null ? null : whole(key, account)
        return { key, text: text?.includes(mentioned) ? text : null }
      })
    },

    sliceUsers(after: string): UserSlice {
      const from = USER.length
      const rows = [
        ...sql.exec<{ key: string; id: string | null }>(
          `SELECT key, iif(account = '${IN_PAGES}', NULL, iif(at = 0, '', substr(account, at + ${from}, ${ID_LENGTH}))) AS id
           FROM (SELECT key, account, instr(account, ?) AS at FROM customers WHERE key > ? ORDER BY key LIMIT ${SLICE_ROWS})`,
          USER,
          after,
        ),
      ]
      const users = rows.flatMap(({ key, id }) => {
        const [user = ''] = (id ?? whole(key, IN_PAGES).split(USER)[1] ?? '').split('"')
        return user === '' ? [] : [{ key, user }]
      })
      return { users, next: rows.length === SLICE_ROWS ? (rows.at(-1)?.key ?? null) : null }
    },

    count(): number {
      return sql.exec<{ n: number }>('SELECT count(*) AS n FROM customers').one().n
    },
  }
}

/** Never splits a surrogate pair. */
function splitPages(text: string): string[] {
  const pages: string[] = []
  for (let from = 0; from < text.length; ) {
    const cut = from + PAGE_LENGTH
    const to = /[\uD800-\uDBFF]/.test(text.charAt(cut - 1)) ? cut - 1 : cut
    pages.push(text.slice(from, to))
    from = to
  }
  return pages
}

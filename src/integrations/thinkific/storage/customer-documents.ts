/** The customers' documents as text: a row each, and pages of their own for those that have outgrown a row. */

/** A row holds 2 MB (Cloudflare's limits of Durable Objects); a UTF-16 unit takes three bytes of them at most. */
const PAGE_LENGTH = 600_000
/** What stands in the row of a document that lies in pages. */
const IN_PAGES = ''

/** Documents looked at in one go: some milliseconds where each must be read. */
export const SLICE_ROWS = 500

export function openDocuments(sql: SqlStorage) {
  const whole = (key: string, account: string): string => {
    if (account !== IN_PAGES) {
      return account
    }
    const pages = sql.exec<{ text: string }>('SELECT text FROM pages WHERE customer = ? ORDER BY page', key)
    return [...pages].map(({ text }) => text).join('')
  }
  return {
    /** Null where there is none. */
    read(key: string): string | null {
      const [row] = sql.exec<{ account: string }>('SELECT account FROM customers WHERE key = ?', key)
      return row === undefined ? null : whole(key, row.account)
    },

    /** In several rows where it is long, so the caller holds a transaction. */
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

    /** The next slice of keys in their order, each with its document where that mentions the text. */
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

    count(): number {
      return sql.exec<{ n: number }>('SELECT count(*) AS n FROM customers').one().n
    },
  }
}

/** A character of two units is never cut in half: neither half is text. */
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

/** Single values of the journal, stored as JSON under a name. */

/** Null when never written. */
export function readFact<T>(sql: SqlStorage, name: string): T | null {
  const [row] = sql.exec<{ value: string }>('SELECT value FROM facts WHERE name = ?', name).toArray()
  return row === undefined ? null : (JSON.parse(row.value) as T)
}

/** Null deletes it. */
export function writeFact(sql: SqlStorage, name: string, value: unknown): void {
  if (value === null) {
    sql.exec('DELETE FROM facts WHERE name = ?', name)
  } else {
    const text = JSON.stringify(value)
    sql.exec('INSERT INTO facts VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2', name, text)
  }
}

/** Thinkific sites that only deleted or moved integrations reached. */
const SITES_LEFT = 'sites left'

export function readSitesLeft(sql: SqlStorage): string[] {
  return readFact<string[]>(sql, SITES_LEFT) ?? []
}

export function rememberSiteLeft(sql: SqlStorage, site: string): void {
  writeFact(sql, SITES_LEFT, [...new Set([...readSitesLeft(sql), site])])
}

/** Key of the journal's hashes; generated once and stored nowhere else. */
export function loadSecret(sql: SqlStorage): string {
  const known = readFact<string>(sql, 'secret')
  if (known !== null) {
    return known
  }
  const made = crypto.randomUUID() + crypto.randomUUID()
  writeFact(sql, 'secret', made)
  return made
}

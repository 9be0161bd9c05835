/** A leaked database must open no session. better-auth has no option for it, hence the wrapped adapter. */
import type { DBAdapter, Where } from 'better-auth'

const SESSION = 'session'

/** Looks up and stores a session's token as its SHA-256. Deletions by person are unchanged. */
export function hashSessionTokens(adapter: DBAdapter): DBAdapter {
  const wrapped: DBAdapter = {
    ...adapter,
    create: async (query) => {
      const { token } = query.data as { token?: unknown }
      if (query.model !== SESSION || typeof token !== 'string') {
        return adapter.create(query)
      }
      const row = await adapter.create({ ...query, data: { ...query.data, token: await digestToken(token) } })
      return { ...row, token } as never
    },
    findOne: async (query) => withToken(query, await adapter.findOne(await digestQuery(query))),
    findMany: async (query) => adapter.findMany(await digestQuery(query)),
    count: async (query) => adapter.count(await digestQuery(query)),
    update: async (query) => withToken(query, await adapter.update(await digestQuery(query))),
    updateMany: async (query) => adapter.updateMany(await digestQuery(query)),
    delete: async (query) => adapter.delete(await digestQuery(query)),
    deleteMany: async (query) => adapter.deleteMany(await digestQuery(query)),
    consumeOne: async (query) => withToken(query, await adapter.consumeOne(await digestQuery(query))),
    // D1 has no interactive transactions; without this the callback would get the unwrapped adapter.
    transaction: (callback) => callback(wrapped),
  }
  return wrapped
}

interface Query {
  model: string
  where?: Where[] | undefined
}

async function digestQuery<Q extends Query>(query: Q): Promise<Q> {
  if (query.model !== SESSION || query.where === undefined) {
    return query
  }
  const where = await Promise.all(
    query.where.map(async (clause) => {
      if (clause.field !== 'token' || typeof clause.value !== 'string') {
        return clause
      }
      return { ...clause, value: await digestToken(clause.value) }
    }),
  )
  return { ...query, where }
}

/** better-auth writes the row's token into the cookie, so the row must contain the original token. */
function withToken<Row>(query: Query, row: Row | null): Row | null {
  if (query.model !== SESSION || row === null) {
    return row
  }
  const token = query.where?.find((clause) => clause.field === 'token')?.value
  return typeof token === 'string' ? { ...row, token } : row
}

export async function digestToken(token: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** In place of names for database indexes: migrations/ has ours. */
export function resolveDatabaseSchemaIndexes() {
  return new Map()
}

function refuse() {
  throw new Error('better-auth makes no table here.')
}

export {
  refuse as getDatabaseFieldIndexName,
  refuse as getDatabaseIndexName,
  refuse as getDatabaseIndexStringLength,
  refuse as getPortableDatabaseIdentifierKey,
  refuse as resolveDatabaseTableIndexes,
}

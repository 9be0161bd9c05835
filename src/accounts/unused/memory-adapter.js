/** In place of better-auth's database in memory, for those who give it none. */
export function memoryAdapter() {
  throw new Error('Accounts are kept in D1.')
}

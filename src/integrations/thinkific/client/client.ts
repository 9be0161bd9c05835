import { bundleCalls } from './bundle-calls'
import type { ApiConnection } from './call'
import { catalogCalls } from './catalog-calls'
import { enrollmentCalls } from './enrollment-calls'
import { userCalls } from './user-calls'

export type Thinkific = ReturnType<typeof thinkificClient>

/** Calls never throw. The client neither paces nor retries: the site's object does both, based on a failure's class. */
export function thinkificClient(connection: ApiConnection) {
  return {
    ...catalogCalls(connection),
    ...userCalls(connection),
    ...enrollmentCalls(connection),
    ...bundleCalls(connection),
  }
}

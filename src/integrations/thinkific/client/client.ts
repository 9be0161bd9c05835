/** Thinkific's Admin API as far as enrolling needs it: typed calls that answer and never throw. */
import { bundleCalls } from './bundle-calls'
import type { Connection } from './call'
import { catalogCalls } from './catalog-calls'
import { enrollmentCalls } from './enrollment-calls'
import { userCalls } from './user-calls'

export type Thinkific = ReturnType<typeof thinkificClient>

/**
 * The calls for one site. It neither paces nor retries: the site's object does both, and decides by a failure's class.
 *
 * @example
 * const thinkific = thinkificClient({ apiUrl, site: 'academy', scheme: 'api_key', credential, fetch })
 * const found = await thinkific.findUser('ada@example.com')
 */
export function thinkificClient(connection: Connection) {
  return {
    ...catalogCalls(connection),
    ...userCalls(connection),
    ...enrollmentCalls(connection),
    ...bundleCalls(connection),
  }
}

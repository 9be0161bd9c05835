/** In place of better-auth's list of thirty endpoints: the three that src/accounts calls. Imports are relative to the file it stands for. */
import { getSession } from './routes/session.mjs'
import { signInEmail } from './routes/sign-in.mjs'
import { signOut } from './routes/sign-out.mjs'
import { toAuthEndpoints } from './to-auth-endpoints.mjs'

export function getEndpoints(context) {
  const api = toAuthEndpoints({ getSession: getSession(), signInEmail: signInEmail(), signOut }, context)
  return { api, middlewares: [] }
}

/** Only plugins bring endpoints that could be in each other's way. */
export function checkEndpointConflicts() {}

export function router() {
  throw new Error('No route of better-auth is served.')
}

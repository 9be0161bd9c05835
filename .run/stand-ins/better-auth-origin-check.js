/** In place of checks of where a request comes from, which better-auth makes on its own routes. Ours are called without a request. */
import { createAuthMiddleware } from '@better-auth/core/api'

const refuseRequests = createAuthMiddleware(async ({ request }) => {
  if (request) {
    throw new Error('No route of better-auth is served.')
  }
})

export { refuseRequests as formCsrfMiddleware, refuseRequests as originCheckMiddleware }

export function originCheck() {
  return refuseRequests
}

/** In place of finding the site's address in a request or the environment: better-auth's settings name it, without a path. */
const BASE_PATH = '/api/auth'

export function getBaseURL(url, path = BASE_PATH) {
  return `${url}${path}`
}

export function getOrigin(url) {
  return new URL(url).origin
}

export function isDynamicBaseURLConfig() {
  return false
}

export function isRequestLike(value) {
  return value instanceof Request
}

export function resolveBaseURL() {
  throw new Error('The address is the one in the settings.')
}

/** Headers without cookies: a new session is never begun from an old one's. */
export function withoutCookies(headers: Headers): Headers {
  const bare = new Headers(headers)
  bare.delete('cookie')
  return bare
}

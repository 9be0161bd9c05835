/** Where to go after signing in: a path of this site, or nowhere in particular. */

/** Only its shape matters; no request is made to it. */
const HERE = 'https://here.invalid'

/** `to` if it is a path on this site, else `/`. A path that a browser would read as another host (`//x`, `/\x`) is none. */
export function parseReturnPath(to: string | undefined): string {
  if (!to?.startsWith('/') || !URL.canParse(to, HERE)) {
    return '/'
  }
  const { origin, pathname, search } = new URL(to, HERE)
  return origin === HERE && !pathname.startsWith('//') ? pathname + search : '/'
}

/** Only for parsing; no request is made to it. */
const HERE = 'https://here.invalid'

/** `to` if it is a path on this site, else `/`. Rejects what browsers read as another host (`//x`, `/\x`). */
export function parseReturnPath(to: string | undefined): string {
  if (!to?.startsWith('/') || !URL.canParse(to, HERE)) {
    return '/'
  }
  const { origin, pathname, search } = new URL(to, HERE)
  return origin === HERE && !pathname.startsWith('//') ? pathname + search : '/'
}

/** `/hooks/:endpoint` and `/hooks/:endpoint/:hook`, read without a router: its context would cost a tenth of an event's CPU. */

/** A trailing slash is a typo: refusing it would lose every event without counting it. */
const ADDRESS = /^https?:\/\/[^/?#]+\/hooks\/([^/?#]+)(?:\/([^/?#]+))?\/?(?:[?#]|$)/

export interface HookAddress {
  endpoint: string
  /** The last part; null where there is none. */
  hook: string | null
}

/** Null for an address that no endpoint has. */
export function readHookAddress(url: string): HookAddress | null {
  const found = ADDRESS.exec(url)
  const endpoint = found?.[1]
  const hook = found?.[2]
  return endpoint === undefined ? null : { endpoint: decode(endpoint), hook: hook === undefined ? null : decode(hook) }
}

/** The address's `?key=`. */
export function readPostKey(url: string): string | null {
  return url.includes('?') ? new URL(url).searchParams.get('key') : null
}

function decode(part: string): string {
  try {
    return part.includes('%') ? decodeURIComponent(part) : part
  } catch {
    return part
  }
}

/**
 * Where posts may lead: public names over https. Cloudflare refuses private addresses behind public names;
 * names and literals that lead inside are refused here. WHATWG's parser has made one spelling of each host by then:
 * `0x7f000001`, `127.1` and `127.0.0.1.` are all 127.0.0.1.
 */
const LONGEST_URL = 2_000
/** As an URL has them: 443 is https's own, and left out. */
const PORTS: readonly string[] = ['', '8443']
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]']
/** Names of private networks: RFC 6762, RFC 8375, RFC 6761, and ICANN's .internal. */
const PRIVATE_NAMES = ['.local', '.internal', '.home.arpa', '.localhost']

export interface AddressRules {
  /** On a developer's machine: http to loopback, any port. */
  local: boolean
  /** Hosts that lead back here. */
  own: readonly string[]
}

export type ParsedAddress = { ok: true; url: string } | { ok: false; sentence: string }

export function parseNotifyUrl(typed: string, rules: AddressRules): ParsedAddress {
  return parseAddress(typed, rules, 'The Notify URL')
}

/** @param name of the field, as its sentences begin */
export function parseAddress(typed: string, rules: AddressRules, name: string): ParsedAddress {
  const text = typed.trim()
  if (text === '') {
    return refuse(`${name} is missing.`)
  }
  if (text.length > LONGEST_URL) {
    return refuse(`${name} is longer than ${LONGEST_URL.toLocaleString('en')} characters.`)
  }
  const url = readUrl(text)
  if (url === null || url.hostname.includes('..')) {
    return refuse(`${name} is not an address. Copy all of it, such as https://hooks.example.com/orders.`)
  }
  const fault = rules.local && isLoopback(url) ? null : findFault(url, name)
  const sentence = fault ?? findLoop(url, rules.own) ?? findCredentials(url, name)
  if (sentence !== null) {
    return refuse(sentence)
  }
  url.hash = ''
  return { ok: true, url: url.href }
}

/** The part people know it by; what follows may hold a token. */
export function hostOf(url: string): string {
  return readUrl(url)?.host ?? 'an address'
}

export function readUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && LOOPBACK.includes(hostname)
}

function findFault(url: URL, field: string): string | null {
  const name = url.hostname.replace(/\.$/, '')
  if (url.protocol !== 'https:') {
    return `${field} must begin with https://, so that posts can’t be read or changed on the way.`
  }
  if (name.startsWith('[') || /^[\d.]+$/.test(name)) {
    return `${field} needs a host name such as hooks.example.com instead of an IP address.`
  }
  if (!name.includes('.') || PRIVATE_NAMES.some((ending) => `.${name}`.endsWith(ending))) {
    return `${name} is a name of a private network. ${field} must be reachable from the internet.`
  }
  if (!PORTS.includes(url.port)) {
    return `${field} uses port ${url.port}. We can only post to 443 and 8443.`
  }
  return null
}

function findLoop({ hostname, port }: URL, own: readonly string[]): string | null {
  const name = hostname.replace(/\.$/, '')
  return own.includes(name) || own.includes(`${name}:${port}`)
    ? 'This address leads back to Enrollwire, so each post would trigger another.'
    : null
}

function findCredentials({ username, password }: URL, field: string): string | null {
  return username === '' && password === ''
    ? null
    : `${field} contains a user name or password before the @. Remove them.`
}

function refuse(sentence: string): ParsedAddress {
  return { ok: false, sentence }
}

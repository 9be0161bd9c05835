type SiteAddressResult = { ok: true; site: string } | { ok: false; sentence: string }

/** A DNS label: the name before .thinkific.com (Thinkific takes it in the header X-Auth-Subdomain). */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const HOME = '.thinkific.com'
const LONGEST_ADDRESS = 2048
/** Thinkific's own hosts, never a school. */
const NOT_SITES: ReadonlySet<string> = new Set(['www', 'api', 'app', 'support', 'developers', 'help', 'platform'])

const WHERE_TO_FIND =
  'Enter the name before .thinkific.com; Thinkific shows it as Subdomain under Settings > Code & analytics > API.'

/**
 * Accepts `academy`, `academy.thinkific.com` and any https address on it; returns the name in lower case, else a
 * sentence for the form. Never guesses: the first label of a custom domain (`academy.example.com`) could be another
 * school's name.
 */
export function parseSiteAddress(text: string): SiteAddressResult {
  const typed = text.trim()
  if (typed === '') {
    return refuse(`The Site URL is empty. ${WHERE_TO_FIND}`)
  }
  const host = parseHost(typed)
  if (host === null) {
    return refuse(`This is not an address of a Thinkific site. ${WHERE_TO_FIND}`)
  }
  if (host.includes('.') && !host.endsWith(HOME)) {
    return refuse(`${truncate(host)} is a custom domain, and Thinkific’s API does not accept those. ${WHERE_TO_FIND}`)
  }
  const site = host.endsWith(HOME) ? host.slice(0, -HOME.length) : host
  if (NOT_SITES.has(site)) {
    return refuse(`${truncate(site)}${HOME} belongs to Thinkific itself, not to a school. ${WHERE_TO_FIND}`)
  }
  return LABEL.test(site)
    ? { ok: true, site }
    : refuse(`${truncate(site)} cannot be the name of a Thinkific site. ${WHERE_TO_FIND}`)
}

/** Not `new URL()`: it decodes %2e, folds full-width dots and accepts user@host, all of which can disguise a site. */
function parseHost(typed: string): string | null {
  if (typed.length > LONGEST_ADDRESS) {
    return null
  }
  const [, scheme, rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([\s\S]*)$/i.exec(typed) ?? []
  if (scheme !== undefined && !/^https?$/i.test(scheme)) {
    return null
  }
  const host = (rest.split(/[/?#]/)[0] ?? '').replace(/:(?:443|80)$/, '').replace(/\.$/, '')
  return /^[a-z0-9.-]+$/i.test(host) ? host.toLowerCase() : null
}

function truncate(host: string): string {
  return host.length > 80 ? `${host.slice(0, 80)}…` : host
}

function refuse(sentence: string): SiteAddressResult {
  return { ok: false, sentence }
}

/** The words after `npm run restore --`. */
import { KEPT_MS } from '../src/recovery/restoration'
import type { Restored } from './restoring'
import { parseWords } from './words'
import { DeployError } from './wrangler'

const OPTIONS = {
  at: { type: 'string' },
  marketplace: { type: 'string' },
  site: { type: 'string' },
  to: { type: 'string' },
  cancel: { type: 'boolean' },
} as const

const USE =
  'Say where, what and when: --at https://enroll.example.com, then --marketplace <id> or --site <name> as /status lists them, then --to 2026-11-20T10:00:00Z or the bookmark of a way back, or --cancel for one that was begun.'
/** Cloudflare's: hexadecimal numbers joined by hyphens. */
const BOOKMARK = /^[0-9a-f]{4,}(-[0-9a-f]{4,}){2,}$/

/** `to`: null to cancel. Throws DeployError. `now` in epoch ms. */
export function readRestoreOptions(
  args: string[],
  now: number,
): { address: string; what: Restored; to: number | string | null } {
  const { at, marketplace, site, to, cancel } = parseWords(args, OPTIONS, USE)
  if (
    at === undefined ||
    (to === undefined) !== (cancel === true) ||
    (marketplace === undefined) === (site === undefined)
  ) {
    throw new DeployError(USE)
  }
  const what: Restored = marketplace === undefined ? { kind: 'thinkific', site: site ?? '' } : { marketplace }
  return {
    address: readAddress(at),
    what,
    to: to === undefined || BOOKMARK.test(to) ? (to ?? null) : readMoment(to, now),
  }
}

function readAddress(text: string): string {
  const address = URL.parse(text)
  if (address === null || !(address.protocol === 'https:' || address.hostname === '127.0.0.1')) {
    throw new DeployError(`--at is the address of your Enrollwire, such as https://enroll.example.com, not “${text}”.`)
  }
  return address.origin
}

/** Without a zone, a time would mean another moment on each machine. */
function readMoment(text: string, now: number): number {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) {
    throw new DeployError(`--to is a time with its zone, such as 2026-11-20T10:00:00Z, or a bookmark, not “${text}”.`)
  }
  if (at >= now || at < now - KEPT_MS) {
    throw new DeployError(`Cloudflare keeps 30 days: --to is a moment since ${new Date(now - KEPT_MS).toISOString()}.`)
  }
  return at
}

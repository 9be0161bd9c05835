import type { Milliseconds } from './site.ts'

/** One request that reached (or tried to reach) the API. */
export type Call = {
  at: Milliseconds
  /** The subdomain the credentials belong to, else the one the header names, else ''. */
  site: string
  method: string
  /** Below `/api/public/v1`, with its query: `/users?query[email]=ada@example.com`, decoded. */
  path: string
  /** The parsed JSON body, the raw text if it was no JSON, null if there was none. */
  body: unknown
  /** Calls of the same site being answered when this one came, itself included. */
  inFlight: number
  /** Null while unanswered, 0 if it never will be. */
  status: number | null
  /** What it changed, in words, or null: also set when the answer got lost afterwards. */
  effect: string | null
  /** The kind of the injected fault it met, or null. */
  fault: string | null
}

/** Calls kept; counts go on beyond. */
const CALLS_KEPT = 100_000

/** The record of every call: an array to read, with counts that survive its trimming. */
export class Calls {
  readonly list: Call[] = []
  /** By `METHOD /route` with ids as `:id`, over all sites. */
  readonly routes = new Map<string, number>()
  readonly statuses = new Map<number, number>()
  total = 0

  open(call: Call): void {
    this.total += 1
    const route = `${call.method} ${routeOf(call.path)}`
    this.routes.set(route, (this.routes.get(route) ?? 0) + 1)
    this.list.push(call)
    if (this.list.length > CALLS_KEPT) {
      this.list.splice(0, CALLS_KEPT / 10)
    }
  }

  close(call: Call, status: number): void {
    call.status = status
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
  }

  clear(): void {
    this.list.length = 0
    this.routes.clear()
    this.statuses.clear()
    this.total = 0
  }

  counts(): CallCounts {
    return { total: this.total, routes: Object.fromEntries(this.routes), statuses: Object.fromEntries(this.statuses) }
  }
}

export type CallCounts = { total: number; routes: Record<string, number>; statuses: Record<string, number> }

/** `/bundles/2001/enrollments?page=2` → `/bundles/:id/enrollments`. */
function routeOf(path: string): string {
  return path.replace(/\?.*$/s, '').replace(/\/\d+/g, '/:id')
}

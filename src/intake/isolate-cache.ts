/** What an isolate remembers between posts; intake has no other state. The Worker makes one, and each test its own. */
import { BoundedMap } from './bounded-map'
import type { CachedEndpoint, LastLookup } from './endpoint'
import { RateLimiter } from './rate-limiter'
import { WaitingRoom } from './waiting-room'

const MOST_ENDPOINTS = 1_000
const MOST_IDS = 1_000
const MOST_WAITING = 100
const MOST_ARRIVING = 2_000

export class IsolateCache {
  readonly endpoints = new BoundedMap<CachedEndpoint>(MOST_ENDPOINTS)
  /** Of one endpoint in D1: so many at once, then one a second, shared by all posts that wait for it. */
  readonly lookups = new RateLimiter(10, 1_000)
  /** A lookup answers every post that asked before it began. */
  readonly lastLookups = new BoundedMap<LastLookup>(MOST_ENDPOINTS)
  /** Posts that wait for the first lookup of their endpoint, their bodies still unread. */
  readonly arrivals = new WaitingRoom(MOST_ARRIVING)
  /** Posts that wait for a lookup, each with its body in memory. */
  readonly waitingRoom = new WaitingRoom(MOST_WAITING)
  /** Failed posts of one address to one endpoint before it gets 429. Authentic ones are never counted. */
  readonly failedPosts = new RateLimiter(20, 6_000)
  /** Refusals of one endpoint that its journal counts; a flood is not worth a call each. */
  readonly countedRefusals = new RateLimiter(60, 1_000)
  /** The same per network, so that a stranger's flood leaves room for the sender's own refusals. */
  readonly countedByNetwork = new RateLimiter(20, 3_000)
  /** Ids this isolate has queued lately: all it knows about duplicates. */
  readonly queuedIds = new BoundedMap<true>(MOST_IDS)
}

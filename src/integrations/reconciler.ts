/** What a site that can be compared with its ledger answers. It calls at background pace: nothing waits for these calls. */
import type { Difference, GrantedAccess } from '../model/difference'
import type { Target } from '../model/rule'

/** `calls`: those it took. Times are epoch ms. */
export type SiteReading<Value> = { calls: number } & (
  | { state: 'read'; value: Value }
  /** For its turn. */
  | { state: 'wait'; at: number }
  /** The credential is refused, or the site does not answer: in a sentence. */
  | { state: 'blocked'; at: number; sentence: string }
  /** May go well the next time. */
  | { state: 'failed'; sentence: string }
  /** Never will. */
  | { state: 'refused'; sentence: string }
)

/** A page of a target's enrollments, as compared with the ledger when it was read. */
export interface ComparedPage {
  /** Of the site, as it names them. */
  users: string[]
  differences: Difference[]
  next: number | null
  /** Of the whole list; null where the site does not say. */
  total: number | null
}

/** A customer whom a marketplace's purchases let in now. */
export interface GrantedTarget {
  email: string
  userId: string | null
  target: Target
  ours: GrantedAccess
}

/** `next`: for the part after it; null after the last. */
export interface Part<Item> {
  items: Item[]
  next: string | null
}

/** Of one integration. */
export interface Reconciler {
  /** Kinds of targets that hold others, and have no enrollments of their own to read. */
  holders: readonly string[]
  /** What the marketplace's purchases were ever to give. @param after '' for the first part */
  listTargets(after: string): Promise<Part<Target>>
  /** What a target that holds others holds now. */
  readContents(target: Target): Promise<SiteReading<Target[]>>
  readPage(target: Target, page: number): Promise<SiteReading<ComparedPage>>
  /** Leaves out what changed since the reading began. @param since epoch ms */
  listGranted(about: { targets: Target[]; since: number; after: string }): Promise<Part<GrantedTarget>>
  /** As it is now; null once there is none. */
  check(difference: Difference): Promise<SiteReading<Difference | null>>
}

/** What a run knows of its site. Immutable plain data. */
import type { Contents } from '../ledger/grants'

/** Learned per site; where Thinkific's documentation is silent, one answer is enough. */
export interface Habits {
  /** A second POST for an enrolled user is refused rather than renewing. */
  refusesRepost: { course: boolean; bundle: boolean }
  /** What `expiry_date: null` does to an end. */
  nullExpiry: 'unknown' | 'clears' | 'ignored'
  /** Whether a bundle call is carried out at once (201) or later (202); absent until one was answered. */
  bundlePost?: 'made' | 'queued'
}

export const UNKNOWN_HABITS: Habits = {
  refusesRepost: { course: false, bundle: false },
  nullExpiry: 'unknown',
}

export interface SiteKnowledge {
  habits: Habits
  contents: Contents
  /** Bundles to read again before access is ended. */
  stale: string[]
  credential: CredentialProof
}

/**
 * What is known of the credential at hand. `unasked`: no other marketplace is on the site. `old`, `recent`: when Thinkific
 * last accepted it. `shown`: a call of this run did.
 */
export type CredentialProof = 'unasked' | 'old' | 'recent' | 'shown'

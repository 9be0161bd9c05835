/** Every way a call to Thinkific can fail, and what that means for a retry. */

/**
 * temporary: nothing changed, retry later. ambiguous: it may have taken effect, look before repeating. permanent:
 * cannot succeed as requested. credentials: a person must fix the integration. budget: too many requests, wait; not
 * counted as a failed attempt.
 */
export type FailureClass = 'temporary' | 'ambiguous' | 'permanent' | 'credentials' | 'budget'

/** `field` is null when Thinkific names none. */
export interface Complaint {
  field: string | null
  message: string
}

export type FailureCause =
  | { kind: 'unreachable' }
  | { kind: 'timed out' }
  | { kind: 'server error'; status: number }
  | { kind: 'cloudflare error'; status: number }
  | { kind: 'unreadable answer'; status: number; why: string }
  | { kind: 'redirected'; status: number }
  | { kind: 'blocked'; status: number }
  /** `resetAt`: epoch ms of our clock. */
  | { kind: 'rate limited'; resetAt: number }
  | { kind: 'credentials refused' }
  | { kind: 'access denied'; says: string }
  | { kind: 'unsendable credential' }
  | { kind: 'not found' }
  | { kind: 'conflict'; complaints: Complaint[] }
  | { kind: 'rejected'; status: number; complaints: Complaint[] }
  | { kind: 'wrong email'; answered: string }

export type Failure = FailureCause & { class: FailureClass; sentence: string }

/** `mutation`: the call was a POST or PUT. */
export function toFailure(cause: FailureCause, mutation: boolean): Failure {
  return { ...cause, class: classify(cause, mutation), sentence: describeCause(cause) }
}

function classify(cause: FailureCause, mutation: boolean): FailureClass {
  switch (cause.kind) {
    case 'unreachable':
    case 'timed out':
    case 'server error':
    case 'cloudflare error':
    case 'unreadable answer':
      return mutation ? 'ambiguous' : 'temporary'
    // Redirects are not followed, and a firewall's page means Thinkific was not reached: nothing happened.
    case 'redirected':
    case 'blocked':
      return 'temporary'
    case 'conflict':
      return 'ambiguous'
    case 'rate limited':
      return 'budget'
    case 'credentials refused':
    case 'access denied':
    case 'unsendable credential':
      return 'credentials'
    case 'not found':
    case 'rejected':
    case 'wrong email':
      return 'permanent'
  }
}

function describeCause(cause: FailureCause): string {
  switch (cause.kind) {
    case 'unreachable':
      return 'Thinkific could not be reached.'
    case 'timed out':
      return 'Thinkific did not answer in time.'
    case 'server error':
      return `Thinkific answered with a server error (${cause.status}).`
    case 'cloudflare error':
      return `Thinkific is down (${cause.status}).`
    case 'unreadable answer':
      return `Thinkific’s answer could not be read: ${cause.why}.`
    case 'redirected':
      return `Thinkific pointed to another address (${cause.status}); redirects are not followed.`
    case 'blocked':
      return `Thinkific’s firewall blocked the request (${cause.status}).`
    case 'rate limited':
      return 'Thinkific asked us to wait: this site has used its requests for the minute.'
    case 'credentials refused':
      return 'Thinkific does not accept this site’s API key. It may have been replaced, have expired, belong to another site, or the site’s plan may not include API access.'
    case 'access denied':
      return `Thinkific accepts the API key but denies access: ${stripPeriod(cause.says)}. The site’s plan must include apps and API access (Grow or higher).`
    case 'unsendable credential':
      return 'The API key contains characters that no Thinkific key has. Paste it again.'
    case 'not found':
      return 'Thinkific has no such record.'
    case 'conflict':
      return `Thinkific reported a conflict: ${describeComplaints(cause.complaints)}.`
    case 'rejected':
      return `Thinkific rejected it: ${describeComplaints(cause.complaints)}.`
    case 'wrong email':
      return `Thinkific answered with another person (${cause.answered}) than the one asked for.`
  }
}

function describeComplaints(complaints: Complaint[]): string {
  const shown = complaints.slice(0, 5).map(({ field, message }) => (field === null ? message : `${field} ${message}`))
  return stripPeriod(shown.join('; ')) || 'it gave no reason'
}

function stripPeriod(words: string): string {
  return words.trim().replace(/\.+$/, '')
}

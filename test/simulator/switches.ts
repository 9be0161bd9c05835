/**
 * What is undocumented about Thinkific, one switch each. The first value is the default:
 * what is documented, or else what public code suggests. Product tests run under every value.
 */
export const CHOICES = {
  /** POST /enrollments for someone who has a row already. */
  repost: ['upsert', '422 array', '422 object'],
  /** POST /bundles/:id/enrollments for a member. */
  bundleRepost: ['upsert', '422 array', '422 object'],
  /** A PUT that leaves `activated_at` out. */
  putWithoutActivatedAt: ['unchanged', 'becomes null'],
  /** A PUT with `expiry_date: null`. */
  nullExpiry: ['clears', 'ignored'],
  /** How e-mails are compared. `substring search` finds parts; uniqueness then ignores case. */
  emails: ['case-insensitive', 'case-sensitive', 'substring search'],
  /** 202 lets the rows appear `bundleDelaySeconds` later. */
  bundlePost: ['201', '202'],
  /** PUT /bundles/:id/enrollments for a user who is not in the bundle. */
  bundlePutForNonMember: ['404', '422', '204'],
  bundleRows: ['one per course', 'one per user'],
  tokenWithoutSubdomain: ['accepted', '401'],
  /** A token beside the subdomain of another site, or of none. */
  tokenUnderOtherSubdomain: ['401', 'accepted'],
  /** When a passed `expiry_date` takes effect. */
  expiry: ['instant', 'end of UTC day'],
  /** `documented` is the shape Thinkific's own example of that endpoint has. */
  errors422: ['documented', 'object', 'array', 'field names'],
  body429: ['empty', 'json', 'html'],
  blankNames: ['refused', 'accepted'],
  putEnrollment: ['204', '200'],
  draftEnrollment: ['accepted', '422'],
} as const

/** Switches that are lengths of time, in seconds, with their defaults. */
export const DELAYS = {
  /** How long a bundle POST answered 202 takes to show. */
  bundleDelaySeconds: 5,
  /** How long a new user stays out of GET /users. */
  searchLagSeconds: 0,
}

type Choices = { -readonly [Name in keyof typeof CHOICES]: (typeof CHOICES)[Name][number] }
export type Switches = Choices & typeof DELAYS

/** A site's switches as they are before anyone turns one. */
export function defaultSwitches(): Switches {
  const first = Object.entries(CHOICES).map(([name, values]) => [name, values[0]])
  return { ...(Object.fromEntries(first) as Choices), ...DELAYS }
}

/** Reads switches from a form or a JSON body. Names it does not know, and values outside the list, throw a RangeError. */
export function readSwitches(input: Record<string, unknown>): Partial<Switches> {
  const read = Object.entries(input).map(([name, value]) => [name, readSwitch(name, value)])
  return Object.fromEntries(read) as Partial<Switches>
}

function readSwitch(name: string, value: unknown): string | number {
  if (name in DELAYS) {
    const seconds = Number(value)
    if (!(seconds >= 0)) {
      throw new RangeError(`${name} takes a number of seconds`)
    }
    return seconds
  }
  const values: readonly string[] = (CHOICES as Record<string, readonly string[]>)[name] ?? []
  if (values.length === 0) {
    throw new RangeError(`There is no switch named ${name}`)
  }
  if (!values.includes(String(value))) {
    throw new RangeError(`${name} takes one of: ${values.join(', ')}`)
  }
  return String(value)
}

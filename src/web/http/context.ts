/** What every page finds on its request: the bindings, who is asking, and which marketplace the address names. */
import type { Env } from '../../env'

/** Who is signed in. */
export interface Person {
  id: string
  name: string
  email: string
}

/** admin: everything. merchant: products, rules, logs and Refresh; no credentials, secrets or team. */
export type Role = 'admin' | 'merchant'

/** The checked membership of `person` in the marketplace of the address. The only source of a marketplace id for queries. */
interface Member {
  marketplace: { id: string; name: string }
  role: Role
}

/** One sentence carried over a redirect and shown once. */
export interface Flash {
  kind: 'done' | 'failed'
  text: string
}

export interface Web {
  Bindings: Env
  Variables: {
    /** Set by `signedIn`. */
    person: Person
    /** The id of the session they ask in. */
    session: string
    /** Set by `memberOf`. */
    member: Member
    flash: Flash | null
    requestId: string
  }
}

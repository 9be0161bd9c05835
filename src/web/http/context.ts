import type { Role } from '../../accounts/members'
import type { Env } from '../../env'

interface Person {
  id: string
  name: string
  email: string
}

/** The person's checked membership in the address's marketplace. Queries take a marketplace id only from here. */
interface Member {
  marketplace: { id: string; name: string }
  role: Role
}

/** One sentence, shown once after a redirect. */
export interface Flash {
  kind: 'done' | 'failed'
  text: string
}

export interface Web {
  Bindings: Env
  Variables: {
    person: Person
    session: string
    member: Member
    /** Where the menu leads; missing where no whole page is asked for. */
    others?: Member['marketplace'][]
    flash: Flash | null
    requestId: string
  }
}

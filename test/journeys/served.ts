/** The product that a journey visits. Journeys share one, unless theirs restarts it. */
import { inject } from 'vitest'

export interface Served {
  address: string
  simulator: string
  /** Who signs in. */
  demo: { email: string; password: string }
}

export function shared(): Served {
  return { address: inject('address'), simulator: inject('simulator'), demo: inject('demo') }
}

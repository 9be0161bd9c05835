/** What a site needs from outside its object. */

import type { Note, NoteEffect } from '../../../model/firing-job'
import type { Rule } from '../../../model/rule'
import type { Trigger } from '../../../model/trigger'
import type { Catalog } from '../catalog/catalog'
import type { IntegrationAccess } from '../thinkific-job'

type ParkedFilter = { site: string; waits?: 'pace'; held?: { since: number; until: number } } | { integration: string }

export interface SitePorts {
  object: string
  /** `kid:base64` pairs, as in SEALING_KEYS. */
  sealingKeys: string
  /** Thinkific's API or a simulator's. */
  apiUrl: string
  catalogs: {
    read(integration: string): Promise<Catalog | null>
    write(integration: string, catalog: Catalog): Promise<void>
  }
  /** Publishes why Thinkific rejects this credential; null once it works. */
  reportProblem(access: IntegrationAccess, problem: string | null): Promise<void>
  /** A product's rules and global ones, on or off, that listen to any of the triggers. */
  findRules(marketplace: string, product: string, triggers: Trigger[]): Promise<Rule[]>
  /** What a deferred note changed: its event's entry says so. */
  recordEffects(marketplace: string, note: Note, effect: NoteEffect): Promise<void>
  releaseParked(marketplace: string, filter: ParkedFilter): Promise<void>
}

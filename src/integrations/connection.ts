/** Stored integrations with their settings read, and settings as they are stored. */
import { stampOf } from '../accounts/form-stamp'
import type { Connection } from '../model/connection'
import { KINDS } from '.'
import type { IntegrationKind, OldColumns } from './kind'

/** What a row says of how its integration is reached. */
export interface StoredConnection extends OldColumns {
  id: string
  name: string
  marketplace: string
  kind: string
  sealedCredential: string
  /** JSON; null in a row that 0.1.0 wrote. */
  settings: string | null
}

/** Settings are null for a kind this version lacks, and where its schema rejects what is stored. */
export function toConnection(row: StoredConnection): Connection {
  const { id, name, marketplace, kind: kindId, sealedCredential } = row
  const kind = KINDS.find(kindId)
  const settings = kind && readSettings(kind, row)
  const site = kind && settings ? kind.site(settings, id) : row.site
  return { id, name, marketplace, kind: kindId, site, sealedCredential, settings }
}

/** Its site, as people know it. */
export function addressOf(row: StoredConnection): string {
  return KINDS.find(row.kind)?.address(row.site, toConnection(row).settings) ?? row.site
}

/** Of what its form may change; the credential is sealed. */
export function stampIntegration(row: StoredConnection): string {
  return stampOf([row.name, toConnection(row).settings, row.sealedCredential])
}

export function toSettingsColumns<Settings extends object>(
  kind: IntegrationKind<Settings>,
  settings: Settings,
  id: string,
): OldColumns & { settings: string } {
  const site = kind.site(settings, id)
  const none = { site, scheme: 'api_key', requestsPerMinute: 0, siteWelcome: false } as const
  return { ...(kind.columns?.write(settings) ?? none), site, settings: JSON.stringify(settings) }
}

/** This version writes both. Old columns that differ from the JSON were written later, by 0.1.0. */
function readSettings(kind: IntegrationKind, { id, settings, ...row }: StoredConnection): object | null {
  const stored = parseSettings(kind, settings)
  if (kind.columns === undefined) {
    return stored
  }
  const { site, scheme, requestsPerMinute, siteWelcome } = row
  const columns: OldColumns = { site, scheme, requestsPerMinute, siteWelcome }
  const isCurrent = stored !== null && isSame({ ...kind.columns.write(stored), site: kind.site(stored, id) }, columns)
  return isCurrent ? stored : { ...stored, ...kind.columns.read(columns) }
}

function parseSettings(kind: IntegrationKind, text: string | null): object | null {
  try {
    return kind.settings.safeParse(JSON.parse(text ?? 'null')).data ?? null
  } catch {
    return null
  }
}

function isSame(a: OldColumns, b: OldColumns): boolean {
  return (Object.keys(a) as (keyof OldColumns)[]).every((name) => a[name] === b[name])
}

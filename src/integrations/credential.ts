/** A credential as typed: how it is sealed, whether the other side takes it; and what follows once it does. */
import type { Author } from '../accounts/audit-line'
import type { Env } from '../env'
import { UnsealError } from '../secrets/sealing'
import { KINDS } from '.'
import { toConnection, toSettingsColumns } from './connection'
import { countCheck } from './credentials/check-limits'
import { openCredential, sealCredential } from './credentials/sealed-credential'
import type { Integration } from './store'

type Row = Pick<Integration, 'marketplace' | 'id'>

/** Bound to its row. */
export function sealSecret(env: Pick<Env, 'SEALING_KEYS'>, row: Row, secret: string): Promise<string> {
  return sealCredential(env.SEALING_KEYS, row, secret)
}

/** Whether the integration already has this credential, which looks different each time it is sealed. */
export async function isStoredSecret(
  env: Pick<Env, 'SEALING_KEYS'>,
  integration: Integration,
  secret: string,
): Promise<boolean> {
  try {
    return (await openCredential(env.SEALING_KEYS, integration)) === secret
  } catch (error) {
    if (error instanceof UnsealError) {
      return false
    }
    throw error
  }
}

/**
 * Asks the other side whether the integration gets in: its columns as they are to be stored, else why not, in a sentence.
 * `isOwnSite`: it is where it was. `isStored`: with the credential it has.
 */
export async function proveIntegration(
  env: Env,
  author: Author,
  integration: Integration,
  { isOwnSite, isStored, host }: { isOwnSite: boolean; isStored: boolean; host: string },
): Promise<{ columns: Partial<Integration>; remark?: string } | { refusal: string }> {
  const counted = await countCheck(env.DB, author, integration, isOwnSite)
  if (counted.tooMany !== null) {
    return { refusal: counted.tooMany }
  }
  const kind = KINDS.get(integration.kind)
  const connection = toConnection(integration)
  const again = isStored ? await kind.recheck?.(env, connection) : null
  const checked = again ?? (await kind.check(env, connection, host))
  await counted.settle(!('refusal' in checked))
  if ('refusal' in checked) {
    return checked
  }
  const { settings, remark } = checked
  const columns = toSettingsColumns(kind, settings, integration.id)
  return remark === undefined ? { columns } : { columns, remark }
}

export async function startRefresh(env: Env, integration: Integration): Promise<void> {
  await KINDS.find(integration.kind)?.catalog?.refresh(env, toConnection(integration))
}

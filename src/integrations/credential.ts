/** A credential as typed: how it is sealed, whether the other side takes it; and what follows once it does. */
import type { Author } from '../accounts/audit-line'
import type { Env } from '../env'
import { seal, UnsealError, unseal } from '../secrets/sealing'
import { KINDS } from '.'
import { countCheck } from './check-limits'
import { toConnection, toSettingsColumns } from './connection'
import type { Integration } from './store'

type Row = Pick<Integration, 'marketplace' | 'id'>

/** Bound to its row. */
export function sealSecret(env: Pick<Env, 'SEALING_KEYS'>, row: Row, secret: string): Promise<string> {
  return seal(env.SEALING_KEYS, sealingContext(row), secret)
}

/** Whether the integration has this very credential already: sealed again it would look like another. */
export async function isStoredSecret(
  env: Pick<Env, 'SEALING_KEYS'>,
  integration: Integration,
  secret: string,
): Promise<boolean> {
  try {
    const stored = await unseal(env.SEALING_KEYS, sealingContext(integration), integration.sealedCredential)
    return stored === secret
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
  { isOwnSite, isStored }: { isOwnSite: boolean; isStored: boolean },
): Promise<{ columns: Partial<Integration> } | { refusal: string }> {
  const counted = await countCheck(env.DB, author, integration, isOwnSite)
  if (counted.tooMany !== null) {
    return { refusal: counted.tooMany }
  }
  const kind = KINDS.get(integration.kind)
  const connection = toConnection(integration)
  const checked = (isStored ? await kind.recheck?.(env, connection) : null) ?? (await kind.check(env, connection))
  await counted.settle(!('refusal' in checked))
  if ('refusal' in checked) {
    return checked
  }
  return { columns: toSettingsColumns(kind, checked.settings, integration.id) }
}

/** Has the catalog fetched in the background, where the kind has one; pages ask for its progress. */
export async function startRefresh(env: Env, integration: Integration): Promise<void> {
  await KINDS.find(integration.kind)?.catalog?.refresh(env, toConnection(integration))
}

function sealingContext({ marketplace, id }: Row): string {
  return `integration:${marketplace}:${id}`
}

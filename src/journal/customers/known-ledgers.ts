import type { Env } from '../../env'
import type { AccessLedger } from '../../integrations/access-ledger'
import { findLedger, type LedgerRef, listAllLedgers } from '../../integrations/ledgers'

/** Every ledger that may know the marketplace's customers: also of sites that no integration reaches now. */
export async function listKnownLedgers(
  env: Env,
  marketplace: string,
): Promise<(LedgerRef & { ledger: AccessLedger })[]> {
  const left = await env.JOURNAL.getByName(marketplace).sitesLeft()
  const refs = await listAllLedgers(env.DB, marketplace, left)
  return refs.flatMap((ref) => {
    const ledger = findLedger(env, ref)
    return ledger === null ? [] : [{ ...ref, ledger }]
  })
}

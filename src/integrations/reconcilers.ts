/** How integrations whose ledger can be compared with their site are reached. */
import type { Env } from '../env'
import type { Target } from '../model/rule'
import { KINDS } from '.'
import { toConnection } from './connection'
import type { Reconciler } from './reconciler'
import { findIntegration, type Integration } from './store'

export function isReconcilable({ kind }: Pick<Integration, 'kind'>): boolean {
  return KINDS.find(kind)?.reconciler !== undefined
}

/** Null once the integration is gone, and for a kind without. */
export async function findReconciler(env: Env, marketplace: string, id: string): Promise<Reconciler | null> {
  const found = await findIntegration(env.DB, marketplace, id)
  return (found && KINDS.find(found.kind)?.reconciler?.(env, toConnection(found))) ?? null
}

/** True where that is not known. */
export async function isOffered(env: Env, marketplace: string, id: string, target: Target): Promise<boolean> {
  const found = await findIntegration(env.DB, marketplace, id)
  const offers = found && (await KINDS.find(found.kind)?.offers(env, toConnection(found), target.kind))
  return !offers || offers.some((offer) => offer.id === target.id)
}

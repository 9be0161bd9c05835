import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { integrations } from '../db/schema'
import { SENTENCE_CHARS, shorten } from '../model/shorten'
import { type Integration, isIntegration } from './store'

/** Notes why an integration needs attention (null: it does not). Only for the credential that was tried: a newer one may have been saved. */
export async function saveProblem(
  d1: D1Database,
  { id, marketplace, sealedCredential }: Pick<Integration, 'id' | 'marketplace' | 'sealedCredential'>,
  problem: string | null,
): Promise<void> {
  await drizzle(d1)
    .update(integrations)
    .set({ problem: problem && shorten(problem, SENTENCE_CHARS) })
    .where(and(isIntegration(marketplace, id), eq(integrations.sealedCredential, sealedCredential)))
}

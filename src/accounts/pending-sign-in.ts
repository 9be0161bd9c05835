/** A sign-in whose password was right and whose code is still to come. The browser keeps it sealed. */
import * as z from 'zod'
import type { Env } from '../env'
import { seal, UnsealError, unseal } from '../secrets/sealing'

const CONTEXT = 'pending-sign-in'
export const PENDING_S = 600

const pendingSignIn = z.object({
  person: z.string(),
  email: z.string(),
  /** The digest of its token, as stored. */
  session: z.string(),
  /** The lines that give the browser the session. */
  cookies: z.array(z.string()),
  /** Epoch ms. */
  until: z.number(),
})

type PendingSignIn = z.infer<typeof pendingSignIn>

export function sealPending({ SEALING_KEYS }: Pick<Env, 'SEALING_KEYS'>, pending: PendingSignIn): Promise<string> {
  return seal(SEALING_KEYS, CONTEXT, JSON.stringify(pending))
}

/** Null where it has run out, or was sealed by another deployment. */
export async function openPending(
  { SEALING_KEYS }: Pick<Env, 'SEALING_KEYS'>,
  sealed: string,
): Promise<PendingSignIn | null> {
  try {
    const pending = pendingSignIn.parse(JSON.parse(await unseal(SEALING_KEYS, CONTEXT, sealed)))
    return pending.until > Date.now() ? pending : null
  } catch (error) {
    if (error instanceof UnsealError) {
      return null
    }
    throw error
  }
}

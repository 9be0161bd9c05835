/** Rotates the secret that a signed channel's messages are signed with. */
import { and, eq, exists } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { batchAsAdmin, FORMER_ADMIN } from '../accounts/admin-batch'
import { type Author, auditLine } from '../accounts/audit-line'
import { alertChannels } from '../db/schema'
import type { Env } from '../env'
import { rotateSigningSecret, showSecret } from '../integrations/signed-post/signing-secret'
import { type CommandResult, refuseWith } from '../model/command-result'
import { openStoredAccess, sealAccess } from './sealed-address'
import { CHANNEL_GONE, findChannel, isChannel, selectChannels } from './store'

const refuse = refuseWith({
  gone: CHANNEL_GONE,
  'done already': 'The secret was already rotated and shown. Rotate it again if you don’t have it.',
})

/** @param rotation the form's id; the same one rotates once */
export async function rotateChannelSecret(
  env: Env,
  author: Author,
  id: string,
  rotation: string,
): Promise<CommandResult<'gone' | 'done already' | 'no admin', { name: string; secret: string }>> {
  const { marketplace } = author
  const found = await findChannel(env.DB, marketplace, id)
  const stored = found && (await openStoredAccess(env.SEALING_KEYS, found))
  if (found === null || !stored?.secret) {
    return refuse('gone')
  }
  const secret = rotateSigningSecret(stored.secret, rotation, Date.now())
  if (secret === null) {
    return refuse('done already')
  }
  const sealedAddress = await sealAccess(env.SEALING_KEYS, found, { ...stored, secret })
  const db = drizzle(env.DB)
  const unchanged = and(isChannel(marketplace, id), eq(alertChannels.sealedAddress, found.sealedAddress))
  const what = `the signing secret of the alert channel “${found.name}”`
  const written = await batchAsAdmin(db, author, [
    auditLine(db, author, { did: 'rotated', what, link: `/alerts/${id}` }, exists(selectChannels(db, unchanged))),
    db.update(alertChannels).set({ sealedAddress }).where(unchanged),
  ])
  if (written === null) {
    return FORMER_ADMIN
  }
  const after = await findChannel(env.DB, marketplace, id)
  if (after?.sealedAddress !== sealedAddress) {
    return refuse(after === null ? 'gone' : 'done already')
  }
  return { ok: true, name: found.name, secret: showSecret(secret) }
}

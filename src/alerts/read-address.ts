/** An address as typed for a channel: whether this deployment can send there, and whether it may. */
import type { Env } from '../env'
import type { CommandResult, Refusal } from '../model/command-result'
import { CHANNELS } from '.'
import { channelParts } from './parts'
import { refuseRecipient } from './recipients'

export async function readAddress(
  env: Env,
  marketplace: string,
  kindId: string,
  { address, origin }: { address: string; origin: string },
): Promise<CommandResult<'address refused', { address: string; shown: string; isSigned: boolean }>> {
  const kind = CHANNELS.find(kindId)
  const parts = channelParts(env, new URL(origin).host)
  if (kind === null || !kind.isOffered(parts)) {
    return refuseAddress('This deployment cannot send there. Choose another kind of channel.')
  }
  const parsed = kind.parse(address, parts)
  if (!parsed.ok) {
    return refuseAddress(parsed.sentence)
  }
  const refused = kind.mails === true ? await refuseRecipient(env, marketplace, parsed.url) : null
  return refused === null
    ? { ok: true, address: parsed.url, shown: kind.show(parsed.url), isSigned: kind.isSigned === true }
    : refuseAddress(refused)
}

function refuseAddress(sentence: string): Refusal<'address refused'> {
  return { ok: false, reason: 'address refused', sentence }
}

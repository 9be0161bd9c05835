/** One message to one channel. Never throws for what the channel's other side does. */
import type { Env } from '../env'
import type { AlertMessage } from '../model/alert'
import { UnsealError } from '../secrets/sealing'
import { CHANNELS } from '.'
import type { ChannelAnswer } from './channel/channel'
import { wordMessage } from './channel/words'
import { channelParts } from './parts'
import { refuseRecipient } from './recipients'
import { openAccess } from './sealed-address'
import type { Channel } from './store'

const UNREADABLE: ChannelAnswer = {
  sent: false,
  sentence: 'The stored address can no longer be opened. Save the channel again with its address.',
  lasting: true,
}
const UNKNOWN: ChannelAnswer = {
  sent: false,
  sentence: 'This version does not know this kind of channel.',
  lasting: true,
}

export async function deliverAlert(
  env: Env,
  channel: Channel,
  shop: { id: string; name: string },
  message: AlertMessage,
): Promise<ChannelAnswer> {
  const kind = CHANNELS.find(channel.kind)
  if (kind === null) {
    return UNKNOWN
  }
  try {
    const access = await openAccess(env.SEALING_KEYS, channel)
    const parts = channelParts(env)
    const parsed = kind.parse(access.address, parts)
    if (!parsed.ok) {
      return { sent: false, sentence: parsed.sentence, lasting: true }
    }
    // A member when the channel was saved may have left since.
    const refused = kind.mails === true ? await refuseRecipient(env, channel.marketplace, parsed.url) : null
    if (refused !== null) {
      return { sent: false, sentence: refused, lasting: true }
    }
    const words = wordMessage(message, shop, env.PUBLIC_URL || channel.origin)
    return await kind.send(parts, { ...access, address: parsed.url }, { message, words, shop })
  } catch (error) {
    if (error instanceof UnsealError) {
      return UNREADABLE
    }
    throw error
  }
}

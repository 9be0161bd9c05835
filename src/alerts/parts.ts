import type { Env } from '../env'
import { createSender } from '../integrations/signed-post/sender'
import type { ChannelParts } from './channel/channel'

/** @param host where this Worker is reached, if a request says */
export function channelParts(env: Env, host = ''): ChannelParts {
  return { sender: createSender(env, host), mailer: env }
}

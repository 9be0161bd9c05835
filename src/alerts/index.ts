/** The channels for alerts: one line each. */
import { ChannelRegistry } from './channel-registry'
import { EMAIL } from './email/channel'
import { SIGNED_URL } from './signed-url/channel'
import { SLACK } from './slack/channel'

export const CHANNELS = new ChannelRegistry()

CHANNELS.add(EMAIL)
CHANNELS.add(SLACK)
CHANNELS.add(SIGNED_URL)

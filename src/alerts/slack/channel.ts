/** Slack's incoming webhooks; Mattermost, Discord (…/slack) and others accept the same posts. */
import { hostOf, parseAddress } from '../../integrations/signed-post/address'
import { sendPost } from '../../integrations/signed-post/post'
import type { ChannelKind } from '../channel/channel'
import { ALERT_DEADLINE_MS, judgePost } from '../channel/post-result'
import { buildSlackBody } from './body'

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, "Handling errors". */
const REFUSALS = {
  invalid_token: 'the address is wrong or was revoked. Make a new webhook in Slack and save its address here.',
  no_service: 'the webhook was removed or switched off. Make a new one in Slack and save its address here.',
  no_team: 'the workspace no longer exists.',
  channel_is_archived: 'its channel is archived. Choose another channel for the webhook.',
  channel_not_found: 'its channel is gone. Choose another channel for the webhook.',
  action_prohibited: 'an admin of the workspace does not allow it.',
  posting_to_general_channel_denied: 'the workspace lets only admins post to that channel.',
}

const DISCORD = /(^|\.)discord(app)?\.com$/
/** Longer messages are refused at every attempt: https://docs.discord.com/developers/resources/webhook#execute-webhook. */
const DISCORD_CHARS = 2_000

export const SLACK: ChannelKind = {
  id: 'slack',
  title: 'Slack',
  purpose: 'A message in Slack, or in a tool that accepts Slack’s webhooks, such as Mattermost.',
  field: {
    label: 'Webhook URL',
    hint: 'In Slack: an app’s Incoming Webhooks, Add New Webhook. It is stored encrypted and not shown again.',
    placeholder: 'https://hooks.slack.com/services/…',
    inputmode: 'url',
  },
  isOffered: () => true,
  parse: (typed, { sender }) => parseAddress(typed, sender.rules, 'The webhook URL'),
  show: hostOf,
  async send({ sender }, { address }, { message, words }) {
    const more = message.kind === 'test' ? 0 : message.more
    const body = buildSlackBody(words, more, DISCORD.test(hostOf(address)) ? DISCORD_CHARS : undefined)
    const answer = await sendPost(sender.fetch, address, {}, body, ALERT_DEADLINE_MS)
    return judgePost(address, answer, REFUSALS)
  },
}

/** Any address, which gets each alert as signed JSON (Standard Webhooks). */
import { hostOf, parseAddress } from '../../integrations/signed-post/address'
import { sendPost } from '../../integrations/signed-post/post'
import { signPost } from '../../integrations/signed-post/signature'
import { listSigningSecrets } from '../../integrations/signed-post/signing-secret'
import type { ChannelKind } from '../channel/channel'
import { ALERT_DEADLINE_MS, judgePost } from '../channel/post-result'
import { buildAlertBody } from './body'

export const SIGNED_URL: ChannelKind = {
  id: 'signed-url',
  title: 'Signed URL',
  purpose: 'Signed JSON to your own address. A resend keeps its id.',
  field: {
    label: 'URL',
    hint: 'An https address of your own server or tool. Its signing secret is shown when you have saved.',
    placeholder: 'https://hooks.example.com/alerts',
    inputmode: 'url',
  },
  isOffered: () => true,
  parse: (typed, { sender }) => parseAddress(typed, sender.rules, 'The URL'),
  show: hostOf,
  isSigned: true,
  async send({ sender }, { address, secret }, { message, words, shop }) {
    const body = buildAlertBody(message, words, shop)
    const now = Date.now()
    const headers = await signPost(message.id, body, listSigningSecrets(secret ?? '', now), now)
    return judgePost(address, await sendPost(sender.fetch, address, headers, body, ALERT_DEADLINE_MS))
  },
}

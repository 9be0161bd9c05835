/** E-mail by the deployment's mailer. */

import { sendMail } from '../../accounts/mailer'
import { hasMailer } from '../../accounts/mailer-settings'
import { withTimeout } from '../../limits/timeout'
import { comparableEmail } from '../../model/email'
import type { ChannelAnswer, ChannelKind } from '../channel/channel'
import { ALERT_DEADLINE_MS } from '../channel/post-result'
import { toPlainText } from '../channel/words'
import { toHtml } from './html'

/** By Cloudflare's code, or a phrase of its sentence: https://developers.cloudflare.com/email-service/api/send-emails/workers-api. */
const REFUSALS: readonly { says: RegExp; sentence: string }[] = [
  {
    says: /E_RECIPIENT_NOT_ALLOWED|not a verified address|not verified.*destination/i,
    sentence:
      'Cloudflare mails only to verified addresses on this deployment’s plan, and this one isn’t. Its operator can verify it under Email Routing, or use another channel.',
  },
  {
    says: /E_RECIPIENT_SUPPRESSED/,
    sentence: 'Earlier mail to this address bounced or was reported as spam, so Cloudflare sends it none.',
  },
  {
    says: /E_SENDER_NOT_VERIFIED|E_SENDER_DOMAIN_NOT_AVAILABLE/,
    sentence: 'Cloudflare refuses the deployment’s sender address. Its operator has to check MAIL_FROM.',
  },
]
const TEMPORARY = 'Cloudflare did not accept the e-mail.'

export const EMAIL: ChannelKind = {
  id: 'email',
  title: 'E-mail',
  purpose: 'An e-mail to one address.',
  field: { label: 'Email', hint: 'Who gets the e-mail.', placeholder: 'ops@example.com', inputmode: 'email' },
  isOffered: ({ mailer }) => hasMailer(mailer),
  parse(typed) {
    const address = comparableEmail(typed)
    return isMailable(address)
      ? { ok: true, url: address }
      : { ok: false, sentence: 'The email is not an address, such as ops@example.com.' }
  },
  show: (address) => address,
  mails: true,
  async send({ mailer }, { address }, { message, words }) {
    if (!hasMailer(mailer)) {
      return { sent: false, sentence: 'This deployment no longer sends e-mail.', lasting: true }
    }
    const { subject } = words
    const mail = { to: address, subject, text: toPlainText(words), html: toHtml(words) }
    try {
      await withTimeout(ALERT_DEADLINE_MS, sendMail(mailer, { ...mail, headers: { 'X-Enrollwire-Alert': message.id } }))
      return { sent: true, sentence: `Mailed to ${address}.` }
    } catch (error) {
      return judgeRefusal(error)
    }
  },
}

function judgeRefusal(error: unknown): ChannelAnswer {
  const said = error instanceof Error ? `${(error as { code?: string }).code ?? ''} ${error.message}` : String(error)
  const known = REFUSALS.find(({ says }) => says.test(said))
  return { sent: false, sentence: known?.sentence ?? TEMPORARY, lasting: known !== undefined }
}

/** One address, without what a header could be continued by. */
function isMailable(address: string): boolean {
  return (
    /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\.]+$/.test(address) && address.length <= 254
  )
}

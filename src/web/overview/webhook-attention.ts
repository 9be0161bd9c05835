import type { Attention } from '../../../views/overview/attention-list'
import { entryAddress } from '../../../views/parts/phrases'
import { alarmOfOldSecret, alarmOfWord, alarmOfWords, MOST_WORDS } from '../../attention/webhook-alarms'
import { SECRET_WORDS } from '../../intake/endpoint-commands'
import type { EndpointSecret } from '../../intake/store'
import type { NotUnderstoodWord } from '../../journal/queries'
import { toAttention } from './attention-links'

type OldSecret = Pick<EndpointSecret, 'kind' | 'validUntil'>

export function listWebhookAttention(
  base: string,
  words: NotUnderstoodWord[],
  secrets: OldSecret[],
  now: number,
): Attention[] {
  const left = words.slice(MOST_WORDS)
  return [
    ...words
      .slice(0, MOST_WORDS)
      .map((one) =>
        toAttention(alarmOfWord(one), 'question', `${entryAddress(base, one.newest.entry)}/treatments/new`),
      ),
    ...(left.length === 0
      ? []
      : [toAttention(alarmOfWords(left), 'question', `${base}/webhook/activity#words`, 'admins')]),
    ...secrets.map(({ kind, validUntil }) => {
      const alarm = alarmOfOldSecret(SECRET_WORDS[kind], (validUntil ?? now) - now)
      return toAttention(alarm, 'key', `${base}/webhook/secrets`, 'admins')
    }),
  ]
}

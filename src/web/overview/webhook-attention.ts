/** What the webhook asks of a person: words without a meaning, and secrets that are about to end. */
import type { Attention } from '../../../views/overview/attention-list'
import { entryAddress } from '../../../views/parts/phrases'
import { SECRET_WORDS } from '../../intake/endpoint-commands'
import type { EndpointSecret } from '../../intake/store'
import type { NotUnderstoodWord } from '../../journal/queries'
import { formatSpan } from './attention-words'

const MOST_WORDS = 3

type OldSecret = Pick<EndpointSecret, 'kind' | 'validUntil'>

export function listWebhookAttention(
  base: string,
  words: NotUnderstoodWord[],
  secrets: OldSecret[],
  now: number,
): Attention[] {
  const left = words.slice(MOST_WORDS)
  return [
    ...words.slice(0, MOST_WORDS).map((one) => describeWord(base, one)),
    ...(left.length === 0 ? [] : [describeMoreWords(base, left)]),
    ...secrets.map((one) => describeOldSecret(base, one, now)),
  ]
}

function describeWord(base: string, { word, count, newest }: NotUnderstoodWord): Attention {
  return {
    tone: 'wait',
    icon: 'question',
    title: `“${word}” is not understood`,
    text: `${count === 1 ? 'One post says' : `${count} posts say`} it, and changed nothing. Say once what it means.`,
    action: { label: 'Treat as…', href: `${entryAddress(base, newest.entry)}/treatments/new` },
  }
}

function describeMoreWords(base: string, words: NotUnderstoodWord[]): Attention {
  return {
    tone: 'wait',
    icon: 'question',
    title: `${words.length} more ${words.length === 1 ? 'word is' : 'words are'} not understood`,
    text: words
      .map(({ word }) => `“${word}”`)
      .slice(0, MOST_WORDS)
      .join(', '),
    action: { label: 'See them', href: `${base}/webhook/activity#words`, forAdmins: true },
  }
}

function describeOldSecret(base: string, { kind, validUntil }: OldSecret, now: number): Attention {
  return {
    tone: 'wait',
    icon: 'key',
    title: `An old ${SECRET_WORDS[kind]} ends in ${formatSpan((validUntil ?? now) - now)}`,
    text: 'Posts that still use it are refused then. Give your senders the new one; revoke the old one when they have it.',
    action: { label: 'Secrets', href: `${base}/webhook/secrets`, forAdmins: true },
  }
}

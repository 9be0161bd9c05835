/** One signed post, as the log keeps it, and what its answer means. */
import type { Attempt } from '../../../model/attempt'
import { redactCredential, toAttempt } from '../../credentials/redaction'
import { openCredential } from '../../credentials/sealed-credential'
import { hostOf, parseNotifyUrl } from '../../signed-post/address'
import { sendPost } from '../../signed-post/post'
import type { PostPorts } from '../../signed-post/sender'
import { signPost } from '../../signed-post/signature'
import { listSigningSecrets } from '../../signed-post/signing-secret'
import type { ReceiverAccess } from '../settings'
import { judgeAnswer, type PostVerdict } from './verdict'

const SHORTEST_TOKEN = 8

type PostResult = { sent: true; verdict: PostVerdict; attempt: Attempt } | { sent: false; fault: string }

const UNREADABLE_SECRET =
  'The stored signing secret can no longer be opened. Rotate it, then save the integration again.'

/** `fault`: why nothing was posted, in a sentence. */
export async function deliverPost(
  sender: PostPorts,
  access: ReceiverAccess,
  post: { id: string; body: string },
): Promise<PostResult> {
  const { sealingKeys, rules } = sender
  const address = parseNotifyUrl(access.url, rules)
  if (!address.ok) {
    return { sent: false, fault: address.sentence }
  }
  const stored = await openCredential(sealingKeys, access).catch(() => null)
  if (stored === null) {
    return { sent: false, fault: UNREADABLE_SECRET }
  }
  const at = Date.now()
  const secrets = listSigningSecrets(stored, at)
  const answer = await sendPost(sender.fetch, address.url, await signPost(post.id, post.body, secrets, at), post.body)
  const now = Date.now()
  const verdict = judgeAnswer(answer, now)
  const { status, text } = answer.answered ? answer : { status: null, text: null }
  const hidden = [...secrets, ...listTokens(address.url)].reduce(
    (shown, secret) => redactCredential(shown, secret),
    text ?? '',
  )
  const host = hostOf(address.url)
  const exchanged = {
    at,
    took: now - at,
    method: 'POST',
    path: `${host}/…`,
    request: post.body,
    status,
    response: text === null ? null : hidden,
  }
  const problem = verdict.is === 'sent' ? null : `${host} ${verdict.sentence}`
  return { sent: true, verdict, attempt: toAttempt(exchanged, '', problem) }
}

/** What follows the host may be a token, whole or in part; an answer might repeat it. */
function listTokens(url: string): string[] {
  const { pathname, search, searchParams } = new URL(url)
  const parts = [...pathname.split('/'), ...searchParams.values()]
  return [`${pathname}${search}`, ...parts].filter((part) => part.length >= SHORTEST_TOKEN)
}

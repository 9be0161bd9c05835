import { drizzle } from 'drizzle-orm/d1'
import { refuseFormerAdmin } from '../accounts/admin-batch'
import type { Author } from '../accounts/audit-line'
import { type Limit, takeAttempt } from '../accounts/throttle'
import type { Env } from '../env'
import { newAlertId } from '../model/alert'
import { type CommandResult, refuseWith } from '../model/command-result'
import type { ChannelAnswer } from './channel/channel'
import { deliverAlert } from './deliver'
import { CHANNEL_GONE, findChannel, findShop } from './store'

const TESTS: Limit = { most: 10, windowS: 3600 }

const refuse = refuseWith({
  gone: CHANNEL_GONE,
  'too often': 'Ten test alerts were sent from this marketplace within the hour. Try again later.',
})

/** Changes nothing, but a failing channel is retried at once if the test got through. */
export async function sendTestAlert(
  env: Env,
  author: Author,
  id: string,
): Promise<CommandResult<'gone' | 'too often' | 'no admin', { name: string; result: ChannelAnswer }>> {
  const { marketplace } = author
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const [channel, shop] = await Promise.all([findChannel(env.DB, marketplace, id), findShop(env.DB, marketplace)])
  if (channel === null || shop === null) {
    return refuse('gone')
  }
  const now = Date.now()
  if ((await takeAttempt(env.DB, `alert tests ${marketplace}`, TESTS, now)) > 0) {
    return refuse('too often')
  }
  const message = { id: newAlertId(), at: now, kind: 'test' as const }
  const result = await deliverAlert(env, channel, shop, message)
  if (result.sent) {
    await env.JOURNAL.getByName(marketplace).watchAlerts(marketplace, id)
  }
  return { ok: true, name: channel.name, result }
}

import { type Author, recordDeed } from '../accounts/audit-line'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { labelTrigger } from '../model/trigger'
import { enqueue } from './enqueue'
import { buildSampleEvent, type SampleEvent } from './sample-event'

const refuse = refuseWith({
  'not sent': 'The event could not be sent just now. Nothing happened; try again.',
})

/** Puts a test event where the real ones go; the same id again is a repeat. */
export async function sendTestEvent(
  env: Pick<Env, 'DB' | 'EVENTS' | 'JOURNAL'>,
  author: Author,
  sample: Omit<SampleEvent, 'marketplace'>,
): Promise<CommandResult<'not sent'>> {
  const { marketplace } = author
  const event = buildSampleEvent({ ...sample, marketplace }, Date.now())
  if (!(await enqueue(event, env))) {
    return refuse('not sent')
  }
  const what = `a test event, ${labelTrigger(sample.trigger)} of product ${sample.product.id}`
  await recordDeed(env.DB, author, `test event ${sample.id}`, { did: 'sent', what, link: '/logs' })
  return { ok: true }
}

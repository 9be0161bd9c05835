/** Test events. */
import type { Author } from '../accounts/audit-line'
import type { Env } from '../env'
import { type CommandResult, refuseWith } from '../model/command-result'
import { enqueue } from './enqueue'
import { buildSampleEvent, type SampleEvent } from './sample-event'

const refuse = refuseWith({
  'not sent': 'The event could not be sent just now. Nothing happened; try again.',
})

/** Puts a test event where the real ones go; the same id again is a repeat. */
export async function sendTestEvent(
  env: Pick<Env, 'EVENTS' | 'JOURNAL'>,
  { marketplace }: Author,
  sample: Omit<SampleEvent, 'marketplace'>,
): Promise<CommandResult<'not sent'>> {
  const event = buildSampleEvent({ ...sample, marketplace }, Date.now())
  return (await enqueue(event, env)) ? { ok: true } : refuse('not sent')
}

import { postEvent } from '../../../intake/event-commands'
import type { ReceivedEvent } from '../../../journal/queries'
import { type Handlers, journalOf } from '../../contract/call'
import { ApiProblem, orRefuse } from '../../contract/problem'
import { toTime } from '../../contract/values'
import type { EventAnswers } from './description'
import type { REPORTED_EVENTS } from './operations'

const RETRY_S = '30'

export const eventHandlers: Handlers<typeof REPORTED_EVENTS, EventAnswers> = {
  listEvents: async (call, { query }) => {
    const received = (await journalOf(call).received(query.limit)) as ReceivedEvent[]
    return { items: received.map(toItem), next_cursor: null }
  },
  postEvent: async (call, { body }) => {
    const posted = await postEvent(call.env, call.author, {
      id: body.id ? String(body.id) : `by-hand-${call.id}`,
      body,
    })
    if (!posted.ok && posted.reason === 'not sent') {
      throw new ApiProblem(503, 'not sent', posted.sentence, { headers: { 'retry-after': RETRY_S } })
    }
    const { event, ignored } = orRefuse(posted)
    return { event, ignored }
  },
}

function toItem({ event, entry, receivedAt, type, typeWord, customer, product, outcome, sentence }: ReceivedEvent) {
  return { event, entry, received_at: toTime(receivedAt), type: type ?? typeWord, customer, product, outcome, sentence }
}

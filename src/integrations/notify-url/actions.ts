import type { Action } from '../../model/action'

const TARGET = 'notify_url'

export const SEND: Action = {
  id: 'send_notify_url_post',
  label: 'Send Notify URL POST',
  effect: 'none',
  target: TARGET,
  only: 'the Notify URL',
  categories: ['ecommerce', 'courses', 'access'],
  phrase: () => ['post the event to ', ''],
  reminder:
    'Each rule posts separately. A receiver can get a post twice, with the same webhook-id, so process each id only once.',
}

/** SamCart's "Send Notify URL POST", as its Webhooks integration sends it. */
import type { Dialect } from '../../dialect'
import { authenticate } from '../../senders/samcart/authenticate'
import { identity } from '../../senders/samcart/identity'
import { read } from './read'
import { type SamcartBody, schema } from './schema'
import { translate } from './translate'
import { findTrigger } from './words'

export const samcart: Dialect<SamcartBody> = {
  name: 'samcart',
  title: 'SamCart Notify URL',
  reports: 'triggers',
  signs: false,
  authenticate,
  read,
  findTrigger: findTrigger,
  schema,
  identity,
  translate,
}

/** Our own body, with a Standard Webhooks 1.0 signature or `?key=`. */
import type { Dialect } from '../../dialect'
import { authenticate } from '../../senders/standard/authenticate'
import { identity } from '../../senders/standard/identity'
import { read } from './read'
import { type StandardBody, schema } from './schema'
import { translate } from './translate'
import { findTrigger } from './words'

export const standard: Dialect<StandardBody> = {
  name: 'standard',
  title: 'Standard webhook',
  reports: 'facts',
  signs: true,
  authenticate,
  read,
  findTrigger: findTrigger,
  schema,
  identity,
  translate,
}

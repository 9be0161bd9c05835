/** A sender that does not exist, to prove what adding one takes: this folder, and a line in a list. */
import type { Sender } from '../../../../src/intake/senders/sender'
import { authenticate } from './authenticate'
import { identity } from './identity'

export const madeUpSender: Sender = {
  name: 'made-up-sender',
  title: 'The made-up shop',
  signs: false,
  authenticate,
  identity,
}

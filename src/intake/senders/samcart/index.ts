/** SamCart's Webhooks integration. */
import type { Sender } from '../sender'
import { authenticate } from './authenticate'
import { identity } from './identity'

export const samcart: Sender = { name: 'samcart', title: 'SamCart', signs: false, authenticate, identity }

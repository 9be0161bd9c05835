/** Any marketplace: signed as Standard Webhooks 1.0 has it, or with `?key=`. */
import type { Sender } from '../sender'
import { authenticate } from './authenticate'
import { identity } from './identity'

export const standard: Sender = { name: 'standard', title: 'Your store', signs: true, authenticate, identity }

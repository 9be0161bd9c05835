/** Every sender: one line each. */
import { samcart } from './samcart'
import type { Sender } from './sender'
import { standard } from './standard'

export const SENDERS = { standard, samcart } satisfies Record<string, Sender>

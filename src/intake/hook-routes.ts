/** The addresses of an endpoint: one line each, naming who posts there and how the body is worded. */
import { FORMATS } from './formats'
import type { Format } from './formats/format'
import { SENDERS } from './senders'
import type { Sender } from './senders/sender'

export interface HookRoute {
  /** The last part of the address. */
  name: string
  sender: Sender
  format: Format
}

/** The route of `/hooks/:endpoint` without a name. */
export const PLAIN_ROUTE = 'standard'

export const HOOK_ROUTES: readonly HookRoute[] = [
  { name: PLAIN_ROUTE, sender: SENDERS.standard, format: FORMATS.standard },
  { name: 'samcart', sender: SENDERS.samcart, format: FORMATS.samcart },
]

/** The hook routes with lines for what does not exist: both made up, and each with a real other half. */
import { FORMATS } from '../../src/intake/formats'
import { HOOK_ROUTES, type HookRoute } from '../../src/intake/hook-routes'
import { SENDERS } from '../../src/intake/senders'
import { madeUpFormat } from './formats/made-up'
import { madeUpSender } from './senders/made-up'

export const ROUTES: readonly HookRoute[] = [
  ...HOOK_ROUTES.all,
  { name: 'made-up', sender: madeUpSender, format: madeUpFormat },
  { name: 'made-up-words', sender: SENDERS.standard, format: madeUpFormat },
  { name: 'made-up-proof', sender: madeUpSender, format: FORMATS.samcart },
]

/** The kinds of integration: one line each. */
import { KindRegistry } from './kind-registry'
import { NOTIFY_URL } from './notify-url/kind'
import { THINKIFIC } from './thinkific/kind'

export const KINDS = new KindRegistry()

KINDS.add(THINKIFIC)
KINDS.add(NOTIFY_URL)

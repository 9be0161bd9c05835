/** The kinds of integration: one line each. */
import { KindRegistry } from './kind-registry'
import { THINKIFIC } from './thinkific/kind'

export const KINDS = new KindRegistry()

KINDS.add(THINKIFIC)

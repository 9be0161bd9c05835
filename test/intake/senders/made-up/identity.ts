/** It numbers its deliveries. */
import type { Post } from '../../../../src/intake/senders/sender'

export function identity(_: unknown, { headers }: Post): string | null {
  return headers.get('x-made-up-delivery')
}

/** Queue messages. Readers accept their version and the previous one. */
import type { MarketEvent } from './event'

export const MESSAGE_VERSION = 1

export type QueueMessage =
  | {
      v: typeof MESSAGE_VERSION
      kind: 'event'
      event: MarketEvent
      /** Times it was replaced by a fresh copy. */
      copies: number
    }
  | { v: typeof MESSAGE_VERSION; kind: 'firing'; marketplace: string; event: string; firing: string; copies: number }

/** An event on its way to its journal. */
export function toEventMessage(event: MarketEvent): QueueMessage & { kind: 'event' } {
  return { v: MESSAGE_VERSION, kind: 'event', event, copies: 0 }
}

/** What travels in the queue. Every message carries its version; a reader accepts its own and the last one's. */
import type { MarketEvent } from './event'

export const MESSAGE_VERSION = 1

export type QueueMessage =
  | {
      v: typeof MESSAGE_VERSION
      kind: 'event'
      event: MarketEvent /** How often a fresh copy replaced it. */
      copies: number
    }
  | { v: typeof MESSAGE_VERSION; kind: 'firing'; marketplace: string; event: string; firing: string; copies: number }

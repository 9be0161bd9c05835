/** The room of a list that is put together while one looks on. */
import type { Child } from 'hono/jsx'
import { poll } from './poll'

interface PlaceProps {
  /** Keeps its room, since it was there before its list. */
  kept: boolean
  /** Nothing can be shown yet. */
  waits: boolean
  children: Child
}

export function Place({ kept, waits, children }: PlaceProps) {
  return <div class={kept || waits ? 'page place' : 'page'}>{waits ? <p class="skeleton" /> : children}</div>
}

/** Of a part whose whole page is asked for. */
export function pollPart(page: string, seconds: number, id: string): Record<string, string> {
  return { ...poll(page, seconds), 'hx-select': `#${id}` }
}

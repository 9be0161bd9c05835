import type { EventType } from './event-type'

export type WordMeaning = EventType | 'ignore'

import type { EventType } from './event-type'

/** What a marketplace chose for a word of one of its senders. */
export type WordMeaning = EventType | 'ignore'

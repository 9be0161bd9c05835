/** What a sender's folder must say about itself. To add one, copy the nearest folders and add a line to dialects.ts. */
import type { z } from 'zod'
import type { MarketEvent } from '../model/event'
import type { Trigger } from '../model/trigger'
import type { ParsedBody } from './formats/format'
import type { Reading } from './reading/json'
import type { OpenSecret, Post, Proof } from './senders/sender'

export interface Dialect<Body = unknown> {
  /** The last part of its address, and its name in events. */
  name: string
  /** What people call it. */
  title: string
  /** `facts`: what a charge or failure implies is derived; `triggers`: the sender's word is taken. */
  reports: MarketEvent['tells']
  /** True where a signature proves a post, so that the published description asks for one. */
  signs: boolean
  authenticate(post: Post, secrets: OpenSecret[]): Promise<Proof>
  /** The body as plain data. */
  read(body: string): Reading
  /** The trigger a type word stands for; null for a word it does not know. */
  findTrigger(word: string): Trigger | null
  /** The shape of a body whose type is known; published as JSON Schema. */
  schema: z.ZodType<Body>
  /** The sender's own id of the event; null when there is none and the journal must recognize repeats. */
  identity(value: unknown, post: Post, proof: Proof): string | null
  /** What a body of that shape says. */
  translate(body: Body, type: Trigger): ParsedBody
}

/** What a sender's folder provides. To add a sender, copy the nearest folder and add a line to dialects.ts. */
import type { z } from 'zod'
import type { MarketEvent } from '../model/event'
import type { Trigger } from '../model/trigger'
import type { ParsedBody } from './formats/format'
import type { Reading } from './reading/json'
import type { OpenSecret, Post, Proof } from './senders/sender'

export interface Dialect<Body = unknown> {
  /** Last part of its address, and its name in events. */
  name: string
  /** For people. */
  title: string
  /** `facts`: we derive what a charge or failure implies; `triggers`: the sender names every trigger itself. */
  reports: MarketEvent['tells']
  /** Posts are signed; the published description then asks for a signature. */
  signs: boolean
  authenticate(post: Post, secrets: OpenSecret[]): Promise<Proof>
  read(body: string): Reading
  /** Null for an unknown word. */
  findTrigger(word: string): Trigger | null
  /** Body of a known type; published as JSON Schema. */
  schema: z.ZodType<Body>
  /** The sender's event id; null when there is none, and the journal must recognize repeats. */
  identity(value: unknown, post: Post, proof: Proof): string | null
  translate(body: Body, type: Trigger): ParsedBody
}

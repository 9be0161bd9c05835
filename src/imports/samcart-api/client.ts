/** Reads SamCart's API with a merchant's key. Never throws; never writes anything there. */

import * as z from 'zod'
import { type Exchange, sendRequest } from '../../http/exchange'
import { USER_AGENT } from '../../http/user-agent'
import { readEach } from './records'

/** SamCart's own gateway gives up after 29 s, with 504. */
const DEADLINE_MS = 30_000
export const PAGE_RECORDS = 100
/** What clients wait where the answer does not say. */
const DEFAULT_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 15 * 60_000
/** Visible ASCII: anything else no header can carry. */
const SENDABLE = /^[\x21-\x7e]+$/

type SamCartReply<T> = { ok: true; value: T } | SamCartFailure

export type SamCartFailure =
  /** The key is not valid (any more). */
  | { ok: false; why: 'unauthorized' }
  | { ok: false; why: 'not found' }
  | { ok: false; why: 'too many'; waitMs: number }
  /** Trying again later may help. `sentence`: what SamCart did. */
  | { ok: false; why: 'no answer'; sentence: string }

/** `next`: the query of the page after it; null at the end. A page may be empty and have one. */
export interface SamCartPage<T> {
  records: T[]
  next: string | null
}

const envelope = z.object({
  data: z.array(z.unknown()),
  pagination: z
    .object({ next: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
})

export class SamCartClient {
  readonly #apiUrl: string
  readonly #key: string
  readonly #fetch: typeof fetch

  constructor(apiUrl: string, key: string, send: typeof fetch) {
    this.#apiUrl = apiUrl.replace(/\/+$/, '')
    this.#key = key
    this.#fetch = send
  }

  /** @param query of the first page, or a page's `next` */
  async list<T>(path: string, query: string, record: z.ZodType<T>): Promise<SamCartReply<SamCartPage<T>>> {
    const reply = await this.#get(`${path}?${query}`)
    if (!reply.ok) {
      return reply
    }
    const read = envelope.safeParse(reply.value)
    if (!read.success) {
      return unreadable
    }
    const { data, pagination } = read.data
    return { ok: true, value: { records: readEach(data, record), next: readNext(pagination?.next ?? null) } }
  }

  async find<T>(path: string, record: z.ZodType<T>): Promise<SamCartReply<T>> {
    const reply = await this.#get(path)
    if (!reply.ok) {
      return reply
    }
    const read = record.safeParse(unwrap(reply.value))
    return read.success ? { ok: true, value: read.data } : unreadable
  }

  async #get(path: string): Promise<SamCartReply<unknown>> {
    if (!SENDABLE.test(this.#key)) {
      return { ok: false, why: 'unauthorized' }
    }
    const headers = { 'sc-api': this.#key, accept: 'application/json', 'user-agent': USER_AGENT }
    return toReply(await sendRequest(this.#fetch, `${this.#apiUrl}${path}`, { headers }, DEADLINE_MS))
  }
}

const unreadable: SamCartFailure = {
  ok: false,
  why: 'no answer',
  sentence: 'SamCart answered something we cannot read.',
}

function toReply(answer: Exchange): SamCartReply<unknown> {
  if (!answer.answered) {
    const sentence = { unreachable: 'SamCart could not be reached.', 'timed out': 'SamCart took too long.' }
    return answer.why === 'too long' ? unreadable : { ok: false, why: 'no answer', sentence: sentence[answer.why] }
  }
  const { status, headers, text } = answer
  if (status === 401 || status === 403) {
    return { ok: false, why: 'unauthorized' }
  }
  if (status === 404) {
    return { ok: false, why: 'not found' }
  }
  if (status === 429) {
    return { ok: false, why: 'too many', waitMs: readWait(headers) }
  }
  if (status !== 200) {
    const sentence = status === 504 ? 'SamCart took too long.' : `SamCart answered ${status}.`
    return { ok: false, why: 'no answer', sentence }
  }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return unreadable
  }
}

function readWait(headers: Headers): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return seconds >= 0 ? Math.min(Math.max(seconds * 1000, 1_000), LONGEST_WAIT_MS) : DEFAULT_WAIT_MS
}

/** Only its query counts: the key goes to the address we chose, whatever an answer names. */
function readNext(next: string | null): string | null {
  const at = next?.indexOf('?') ?? -1
  return next === null || at < 0 ? null : next.slice(at + 1)
}

/** A single record comes alone or in the envelope of lists. */
function unwrap(value: unknown): unknown {
  const wrapped = z.object({ data: z.record(z.string(), z.unknown()) }).safeParse(value)
  return wrapped.success ? wrapped.data.data : value
}

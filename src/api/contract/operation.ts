/** What a program may ask of the API, declared once: what validates a request also describes it (openapi.ts). */
import type * as z from 'zod'
import type { TokenScope } from '../../accounts/api-tokens'

export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below /api/v1, with its parameters in braces. */
  path: string
  scope: TokenScope
  /** The pages offer it to admins alone. */
  admin?: true
  /** A schema for each parameter of the path. */
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** Takes a file instead, as it arrives. */
  upload?: true
  /** Of its answer; 200 where it is not said. 204 has no body. */
  status?: 201 | 202 | 204
  /** Lists in its answer that a repeated Idempotency-Key does not get again: they are secrets, and not kept. */
  givenOnce?: readonly string[]
  /** Of a change: the operation that reads what is changed, whose ETag a program may send in If-Match. */
  guards?: string
}

/** By operationId. */
export type Operations = Record<string, Operation>

/** What an operation's schemas make of a request. */
export interface Request<Of extends Operation> {
  params: Read<Of['params']>
  query: Read<Of['query']>
  body: Read<Of['body']>
}

type Read<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** Unread: text by name, and what JSON made of the body. */
export type RawRequest = Record<keyof Request<Operation>, unknown>

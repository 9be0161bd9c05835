/** What describes a resource's operations and is no part of the Worker: words, examples and what is answered. */
import * as z from 'zod'
import type { Operations } from './operation'

interface OperationWords {
  summary: string
  description?: string
  /** Null where the answer has no body. */
  answer: z.ZodType | null
}

export interface ResourceDescription<All extends Operations = Operations> {
  /** Operations are listed under it. */
  name: string
  text?: string
  operations: { [Name in keyof All]: OperationWords }
}

export type DescribedAnswers<Of extends ResourceDescription> = {
  [Name in keyof Of['operations']]: Of['operations'][Name]['answer'] extends z.ZodType
    ? z.input<Of['operations'][Name]['answer']>
    : undefined
}

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'Send it as `cursor` for the next page; null on the last.' }),
  })
}

/** UTC. */
export const time = z.iso.datetime().meta({ example: '2026-11-20T10:15:00.000Z' })

/** Who asks, and with what: all that a handler knows of a request besides its own schemas. */
import type { TokenBearer } from '../../accounts/api-tokens'
import type { Env } from '../../env'
import type { Operation, Operations, Request } from './operation'

export interface ApiCall extends TokenBearer {
  env: Env
  /** The same for each attempt with one Idempotency-Key: commands that take a form's id do what it asks for once. */
  id: string
  /** Where this Worker is reached. */
  origin: string
  /** The ETag that what is changed must still have, as sent. */
  ifMatch: string | null
  /** The body of an operation that takes a file. */
  upload?: { body: ReadableStream<Uint8Array> | null; contentType: string }
}

/** @typeParam Answers what each operation answers, by its name */
export type Handlers<All extends Operations, Answers extends Record<keyof All, unknown>> = {
  [Name in keyof All]: OperationHandler<All[Name], Answers[Name]>
}

export type OperationHandler<Of extends Operation = Operation, Answer = unknown> = (
  call: ApiCall,
  request: Request<Of>,
) => Promise<Answer>

export function journalOf({ env, marketplace }: ApiCall) {
  return env.JOURNAL.getByName(marketplace.id)
}

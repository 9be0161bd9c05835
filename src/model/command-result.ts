/** What a command answers: done, or the reason why not with a sentence for people. */

export interface Refusal<Reason extends string> {
  ok: false
  reason: Reason
  sentence: string
}

/** With no reason, never refused. */
export type CommandResult<Reason extends string, Done extends object = object> =
  | ({ ok: true } & Done)
  | ([Reason] extends [never] ? never : Refusal<Reason>)

export function refuseWith<Reason extends string>(sentences: Record<Reason, string>) {
  return <Given extends Reason>(reason: Given): Refusal<Given> => ({ ok: false, reason, sentence: sentences[reason] })
}

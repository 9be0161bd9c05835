/** One application of a file, and how a step of it is refused. */
import type { Author } from '../accounts/audit-line'
import { idFrom, SHORT_ID } from '../accounts/ids'
import type { Env } from '../env'
import type { Refusal } from '../model/command-result'
import type { Answers } from './question'
import type { Setup } from './setup'

export interface FileApplication {
  env: Env
  author: Author
  /** As it was when the changes were found. */
  here: Setup
  answers: Answers
  /** Of the form: the same form makes the same things. */
  form: string
  madeFrom: string
  /** Where this Worker is reached. */
  origin: string
  /** Made here, and shown once. */
  secrets: MadeSecret[]
}

export interface MadeSecret {
  /** What it belongs to. */
  of: string
  title: string
  hint: string
  secret: string
}

/** `question`: what was typed for it is refused. */
export type StepRefusal =
  | Refusal<'no admin' | 'changed meanwhile' | 'step refused'>
  | (Refusal<'answer refused'> & { question: string })

/** Null once it is made. */
export type ApplyStep = Promise<StepRefusal | null>

export const CHANGED: Refusal<'changed meanwhile'> = {
  ok: false,
  reason: 'changed meanwhile',
  sentence: 'Something here was changed after this comparison, so it is shown again. What was typed is still there.',
}

export function refuseChanged(sentence = CHANGED.sentence): StepRefusal {
  return { ...CHANGED, sentence }
}

export function refuseAnswer(question: string, sentence: string): StepRefusal {
  return { ok: false, reason: 'answer refused', question, sentence }
}

/** That something is no longer as it was. */
const GONE = ['changed meanwhile', 'gone', 'taken', 'known', 'no product', 'no integration']

/** @param done reasons that say it was done already */
export function toStepRefusal(
  result: { ok: true } | Refusal<string>,
  done: readonly string[] = [],
): StepRefusal | null {
  if (result.ok || done.includes(result.reason)) {
    return null
  }
  const { reason, sentence } = result
  if (reason === 'no admin') {
    return { ok: false, reason, sentence }
  }
  return { ok: false, reason: GONE.includes(reason) ? 'changed meanwhile' : 'step refused', sentence }
}

/** The id of what this form makes under that name. */
export function idOfNew({ form }: Pick<FileApplication, 'form'>, ...names: string[]): string {
  return `${form}-${idFrom(JSON.stringify(names), SHORT_ID)}`
}

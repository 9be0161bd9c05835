import { stampOf } from '../../accounts/form-stamp'

const CHARACTERS = 16

/** A question as a field of a form: names of integrations are no ids of a page. */
export function fieldOf(question: string): string {
  return `ask-${stampOf(question).slice(0, CHARACTERS)}`
}

import { stampOf } from '../../accounts/form-stamp'

const CHARACTERS = 16

/** An ask as a field of a form: names of integrations are no ids of a page. */
export function fieldOf(ask: string): string {
  return `ask-${stampOf(ask).slice(0, CHARACTERS)}`
}

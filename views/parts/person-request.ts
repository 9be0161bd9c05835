import type { PersonRequest } from '../../src/journal/queries'

const DID: Record<PersonRequest['did'], string> = {
  retry: 'Retried',
  replay: 'Replayed with current rules',
  'enroll earlier buyers': 'Enroll earlier buyers',
  'apply to past endings': 'Applied to past endings',
  'choose purchase': 'Purchase chosen',
  'give up': 'Given up',
  ignore: 'Ignored',
  'rule off': 'The rule was switched off',
  undo: 'Undo',
  'enroll now': 'Enroll now',
  'end access now': 'End access now',
  erase: 'Erased',
}

/** "Retried by Ada Byron" */
export function describeRequest({ did, person }: PersonRequest): string {
  return person ? `${DID[did]} by ${person}` : DID[did]
}

/** It puts the key into a header of its own. */
import type { OpenSecret, Post, Proof } from '../../../../src/intake/senders/sender'

export async function authenticate({ headers }: Post, secrets: OpenSecret[]): Promise<Proof> {
  const given = headers.get('x-made-up-key')
  return secrets.some(({ kind, plain }) => kind === 'key' && plain === given)
    ? { by: 'key' }
    : { by: null, reason: 'The made-up key is not one of this endpoint.' }
}

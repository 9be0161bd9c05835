/** An integration's credential as its row holds it: sealed, and bound to that row. */
import { seal, unseal } from '../../secrets/sealing'

interface Row {
  marketplace: string
  id: string
}

export function sealCredential(keys: string, row: Row, plain: string): Promise<string> {
  return seal(keys, contextOf(row), plain)
}

/** Throws UnsealError. */
export function openCredential(keys: string, row: Row & { sealedCredential: string }): Promise<string> {
  return unseal(keys, contextOf(row), row.sealedCredential)
}

function contextOf({ marketplace, id }: Row): string {
  return `integration:${marketplace}:${id}`
}

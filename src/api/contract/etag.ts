/** What a resource was when it was read, as HTTP's ETag: a digest of its JSON. */
import { createHash } from 'node:crypto'
import { ApiProblem } from './problem'

const CHARACTERS = 22

export function etagOf(body: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, CHARACTERS)}"`
}

/** Whether a header names it, as lists and weak ones do. */
export function isAmong(etag: string, header: string | null): boolean {
  return (
    header !== null &&
    (header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag))
  )
}

/** @param ifMatch the header; null where the program does not mind */
export function requireMatch(ifMatch: string | null, body: unknown): void {
  if (ifMatch !== null && !isAmong(etagOf(body), ifMatch)) {
    throw new ApiProblem(412, 'changed meanwhile', 'It was changed after you read it. Read it again, then decide.')
  }
}

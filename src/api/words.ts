/** What every operation has in common, in words. */

export const CONVENTIONS = `What the pages show and do, for programs.

**Tokens.** An admin makes one under Team → API tokens, for one marketplace, to read or to write. Send it as
\`Authorization: Bearer ew_…\`. It acts as its maker, and ends when they are no longer an admin. Cookies count for nothing here.

**Answers** are JSON, with times in UTC and ids that never change. Lists are paginated: send \`next_cursor\` back as \`cursor\`, with
the same filters. Problems are \`application/problem+json\` (RFC 9457); \`type\` says which, \`errors\` names each field at fault.

**Again without harm.** Send an \`Idempotency-Key\` with every change. The same key with the same request within 24 hours gets
the first answer; with another request it is refused.

**Limits.** 600 requests a minute per token. \`RateLimit\` says what is left; 429 comes with \`Retry-After\`.

**Versions.** Within /api/v1 fields, operations and values are only added: ignore what you do not know. What would break a
program gets another version, and this one goes on beside it for a year.`

export const REFUSALS: Record<number, string> = {
  304: 'It is as it was.',
  400: 'The body is not JSON, or the cursor is of another list.',
  401: 'No token, or one that is not valid.',
  403: 'The token may only read, or its maker is no admin.',
  404: 'There is no such thing in this marketplace.',
  409: 'What is there stands against it, or the same Idempotency-Key is under way.',
  412: 'It was changed since it had the ETag in If-Match.',
  413: 'The body is too large.',
  415: 'The body is not sent as JSON.',
  422: 'A field is not valid, or the Idempotency-Key was used for another request.',
  429: 'Too many requests: Retry-After says when to go on.',
  500: 'A fault on our side.',
  503: 'Try again when Retry-After says.',
}

/** A link for a new password, made by the operator for an admin when no other admin can. */
import { createHash } from 'node:crypto'
import { randomId, SECRET_ID } from '../src/accounts/ids'
import type { ResealTools } from './resealing'
import { DeployError, jsonIn, step } from './wrangler'

/** As long as an admin's own links. */
const LASTS_MS = 86_400_000

/** Makes it for the account with this email; the links before are over. Answers its path. Throws DeployError. */
export async function newPasswordLink(
  tools: Omit<ResealTools, 'putKeys'>,
  email: string,
  now: number,
): Promise<string> {
  const found = await execute(
    tools,
    'Looking for the account',
    `SELECT id FROM people WHERE email = ${quoted(email.trim().toLowerCase())}`,
  )
  const [person] = found
  if (person === undefined) {
    throw new DeployError('There is no account with this email.')
  }
  const token = randomId(SECRET_ID)
  await execute(tools, 'Making the link', statements(token, person.id, now))
  return `/new-password?token=${token}`
}

/** What better-auth itself would write: the token rests as a digest, so the command's words open nothing. */
function statements(token: string, person: string, now: number): string {
  const identifier = createHash('sha256').update(`reset-password:${token}`).digest('base64url')
  const row = [randomId(SECRET_ID), identifier, person, 'operator'].map(quoted).join(', ')
  return [
    `DELETE FROM verifications WHERE value = ${quoted(person)};`,
    `DELETE FROM two_steps WHERE id = ${quoted(person)};`,
    `INSERT INTO verifications (id, identifier, value, maker, expires_at, created_at, updated_at) VALUES (${row}, ${now + LASTS_MS}, ${now}, ${now});`,
  ].join(' ')
}

async function execute(tools: Omit<ResealTools, 'putKeys'>, what: string, sql: string): Promise<{ id: string }[]> {
  const printed = await step(tools, what, ['d1', 'execute', 'DB', ...tools.where, '--json', '--command', sql])
  const [answer] = jsonIn(printed) as { results: { id: string }[] }[]
  return answer?.results ?? []
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

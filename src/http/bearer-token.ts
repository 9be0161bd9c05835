import { isSameText } from './same-text'

/** Shorter ones are no secret. */
export const SHORTEST_TOKEN = 16

export function isSecret(token: string | undefined): token is string {
  return token !== undefined && token.length >= SHORTEST_TOKEN
}

/** Whether a request's `authorization` carries the token. @param header as received */
export async function hasBearer(header: string | undefined, token: string | undefined): Promise<boolean> {
  const given = /^Bearer (\S+)$/i.exec(header ?? '')?.[1]
  return isSecret(token) && given !== undefined && (await isSameText(given, token))
}

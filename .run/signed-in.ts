/** Which account is deployed to. */
import type { Ask } from './cloudflare-api'
import { DeployError } from './wrangler'

/**
 * @param chosen CLOUDFLARE_ACCOUNT_ID; null where it is not set
 * @returns the account's id
 * @throws DeployError
 */
export async function findAccount(ask: Ask, chosen: string | null): Promise<string> {
  if (chosen !== null) {
    return chosen
  }
  const accounts = (await ask('/accounts?per_page=50')) as { id: string; name: string }[]
  const [only, ...others] = accounts
  if (only === undefined) {
    throw new DeployError(
      'This sign-in names no Cloudflare account. Set CLOUDFLARE_ACCOUNT_ID; with an API token, see “A deploy from CI” in docs/operator.md.',
    )
  }
  if (others.length > 0) {
    const list = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n')
    throw new DeployError(`You have several Cloudflare accounts. Set CLOUDFLARE_ACCOUNT_ID to one of:\n${list}`)
  }
  return only.id
}

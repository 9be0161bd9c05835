/** Cloudflare's API, for what only reads: a question takes a fraction of a second, where wrangler takes seconds to start. */
import { DeployError, type Wrangler } from './wrangler'

/** Answers the `result` of a GET; null where there is no such thing. Throws DeployError. */
export type Ask = (path: string) => Promise<unknown>

const ANSWERS_WITHIN_MS = 20_000

export function cloudflareApi(wrangler: Wrangler, base = process.env.CLOUDFLARE_API_BASE_URL): Ask {
  const address = base || 'https://api.cloudflare.com/client/v4'
  let headers: Promise<Record<string, string>> | null = null
  return async (path) => {
    headers ??= signIn(wrangler)
    const request = { headers: await headers, signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) }
    const answer = await fetch(`${address}${path}`, request).catch(() => null)
    if (answer === null) {
      throw new DeployError(
        'Cloudflare cannot be reached from here. Check the network (a proxy, a firewall), then try again.',
      )
    }
    const body = (await answer.json().catch(() => null)) as Body | null
    if (answer.status === 404) {
      return null
    }
    if (!answer.ok || body === null) {
      throw new DeployError(refusalOf(path, answer.status, body?.errors?.[0]?.message ?? 'it gave no reason'))
    }
    return body.result
  }
}

/** A list that every account has. Throws DeployError. */
export async function askList<Of>(ask: Ask, account: string, path: string): Promise<Of[]> {
  const found = await ask(`/accounts/${account}${path}`)
  if (found === null) {
    throw new DeployError(
      `Cloudflare knows no account ${account}. Set CLOUDFLARE_ACCOUNT_ID to the id that the dashboard's address begins with.`,
    )
  }
  return found as Of[]
}

export function scriptPath(account: string, worker: string): string {
  return `/accounts/${account}/workers/scripts/${encodeURIComponent(worker)}`
}

interface Binding {
  type: string
  id?: string
  database_id?: string
  namespace_id?: string
}

/** What a Worker is bound to; nothing if there is no such Worker. Throws DeployError. */
export async function askBindings(ask: Ask, account: string, worker: string): Promise<Binding[]> {
  const settings = (await ask(`${scriptPath(account, worker)}/settings`)) as { bindings?: Binding[] } | null
  return settings?.bindings ?? []
}

interface Body {
  result?: unknown
  errors?: { message: string }[]
}

function refusalOf(path: string, status: number, reason: string): string {
  if (status === 401 || (status === 400 && /auth/i.test(reason))) {
    return process.env.CLOUDFLARE_API_TOKEN
      ? `Cloudflare refuses CLOUDFLARE_API_TOKEN (${reason}). Make a new one, or unset it and run \`npx wrangler login\`, then try again.`
      : `Cloudflare refuses this sign-in (${reason}). Run \`npx wrangler login\`, then try again.`
  }
  const rights =
    status === 403
      ? ' The rights a token needs are in docs/operator.md, “A deploy from CI”; CLOUDFLARE_ACCOUNT_ID must name its account.'
      : ''
  return `Cloudflare refused GET ${path} (${status}): ${reason}.${rights}`
}

/** Wrangler's own sign-in, which it renews as it hands it over. */
async function signIn(wrangler: Wrangler): Promise<Record<string, string>> {
  const { code, printed } = await wrangler(['auth', 'token', '--json'])
  const text = printed.slice(printed.indexOf('{'), printed.lastIndexOf('}') + 1)
  if (code !== 0 || text === '') {
    const isOffline = /fetch failed|connectivity|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN/.test(printed)
    throw new DeployError(
      isOffline
        ? 'Cloudflare cannot be reached from here, so the sign-in cannot be renewed. Check the network, then try again.'
        : 'Not signed in to Cloudflare. Run `npx wrangler login`, then try again.',
    )
  }
  const { token, key, email } = JSON.parse(text) as { token?: string; key?: string; email?: string }
  return token === undefined
    ? { 'x-auth-key': key ?? '', 'x-auth-email': email ?? '' }
    : { authorization: `Bearer ${token}` }
}

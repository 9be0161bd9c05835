/** Whether what was found under a Worker's names is another Worker's. Two on one database would undo each other's work. */
import { type Ask, askBindings, askList } from './cloudflare-api'
import { DeployError } from './wrangler'

/** Asked side by side. */
const AT_ONCE = 6

/**
 * @param found ids of databases and namespaces that this run did not create, with what each is called
 * @throws DeployError
 */
export async function refuseSharing(
  ask: Ask,
  account: string,
  worker: string,
  found: { id: string; called: string }[],
): Promise<void> {
  if (found.length === 0) {
    return
  }
  const scripts = await askList<{ id: string }>(ask, account, '/workers/scripts')
  const names = scripts.map(({ id }) => id)
  if (names.includes(worker) && found.every(isIn(await boundIds(ask, account, worker)))) {
    // Looked at before its first deploy; nothing is asked about an account's other Workers at each later one.
    return
  }
  const others = names.filter((name) => name !== worker)
  for (let at = 0; at < others.length; at += AT_ONCE) {
    await Promise.all(
      others.slice(at, at + AT_ONCE).map(async (other) => {
        const shared = found.find(isIn(await boundIds(ask, account, other)))
        if (shared !== undefined) {
          throw new DeployError(
            `${shared.called} belongs to another Worker of this account, ${other}. Give this one a \`name\` of its own in wrangler.toml, and remove the ids written there, or deploy it as an environment: npm run deploy -- --env staging`,
          )
        }
      }),
    )
  }
}

function isIn(ids: Set<string>): (resource: { id: string }) => boolean {
  return ({ id }) => ids.has(id)
}

async function boundIds(ask: Ask, account: string, worker: string): Promise<Set<string>> {
  const bindings = await askBindings(ask, account, worker)
  const ids = bindings.flatMap(({ id, database_id, namespace_id }) => [id, database_id, namespace_id])
  return new Set(ids.filter((id) => id !== undefined))
}

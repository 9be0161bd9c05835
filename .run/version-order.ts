/** Whether the Worker runs a newer version than the one about to be deployed: objects may have written what this one cannot read. */
import { type Ask, scriptPath } from './cloudflare-api'
import { DeployError } from './wrangler'

/** As many as Cloudflare lists. */
const MOST_DEPLOYMENTS = 10

/** Throws DeployError. A missing Worker, or one whose uploads never named a version, counts as older. */
export async function refuseOlder(ask: Ask, account: string, worker: string, version: string): Promise<void> {
  const running = await findRunning(ask, scriptPath(account, worker))
  if (running !== undefined && isOlder(version, running)) {
    throw new DeployError(
      `Cloudflare runs ${running}, which is newer than this ${version}. What it has stored may be unreadable here: “Roll back” in docs/upgrades.md says when going back is safe. With --go-back it is deployed all the same.`,
    )
  }
}

/** Changing a secret deploys the same code again without naming its version, so earlier deployments are read as well. */
async function findRunning(ask: Ask, script: string): Promise<string | undefined> {
  const { deployments = [] } = ((await ask(`${script}/deployments`)) ?? {}) as {
    deployments?: { versions: { version_id: string }[] }[]
  }
  for (const { versions } of deployments.slice(0, MOST_DEPLOYMENTS)) {
    const { annotations } = ((await ask(`${script}/versions/${versions[0]?.version_id}`)) ?? {}) as {
      annotations?: Record<string, string>
    }
    const [, version] = /^v(\d+\.\d+\.\d+)$/.exec(annotations?.['workers/tag'] ?? '') ?? []
    if (version !== undefined) {
      return version
    }
  }
  return undefined
}

function isOlder(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { numeric: true }) < 0
}

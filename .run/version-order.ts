/** Whether the Worker runs a newer version than the one about to be deployed: objects may have written what this one cannot read. */
import type { Ask } from './cloudflare-api'
import { DeployError } from './wrangler'

/** Throws DeployError. A Worker that is not there, or whose upload named no version, is older. */
export async function refuseOlder(ask: Ask, account: string, worker: string, version: string): Promise<void> {
  const script = `/accounts/${account}/workers/scripts/${encodeURIComponent(worker)}`
  const { deployments = [] } = ((await ask(`${script}/deployments`)) ?? {}) as {
    deployments?: { versions: { version_id: string }[] }[]
  }
  const id = deployments[0]?.versions[0]?.version_id
  if (id === undefined) {
    return
  }
  const { annotations } = ((await ask(`${script}/versions/${id}`)) ?? {}) as { annotations?: Record<string, string> }
  const running = /^v(\d+\.\d+\.\d+)$/.exec(annotations?.['workers/tag'] ?? '')?.[1]
  if (running !== undefined && isOlder(version, running)) {
    throw new DeployError(
      `Cloudflare runs ${running}, which is newer than this ${version}. What it has stored may be unreadable here: “Roll back” in docs/operator.md says when going back is safe. With --go-back it is deployed all the same.`,
    )
  }
}

function isOlder(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { numeric: true }) < 0
}

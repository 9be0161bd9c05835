/** The upload of the code, with the secrets that are new. */
import type { Progress } from './progress'
import { DeployError, step, type Terminal } from './wrangler'

/**
 * @param path the configuration
 * @param build `commit` is null outside of a repository
 * @returns the workers.dev address, if it has one
 * @throws DeployError
 */
export async function upload(
  terminal: Terminal,
  progress: Progress,
  path: string,
  { version, commit }: { version: string; commit: string | null },
  secrets: Record<string, string>,
): Promise<string | null> {
  const message = commit === null ? `Enrollwire ${version}` : `Enrollwire ${version}, commit ${commit}`
  const plain = ['deploy', '--upload-source-maps', '--tag', `v${version}`, '--message', message, '-c', path]
  progress.code('uploading')
  const printed = await uploadWith(terminal, secrets, plain).catch(explain)
  progress.code('live')
  return /https:\/\/[\w.-]+\.workers\.dev/.exec(printed)?.[0] ?? null
}

async function uploadWith(terminal: Terminal, secrets: Record<string, string>, words: string[]): Promise<string> {
  if (Object.keys(secrets).length === 0) {
    return step(terminal, 'Deploying', words)
  }
  const file = terminal.writeSecrets(secrets)
  try {
    return await step(terminal, 'Deploying, with new secrets', [...words, '--secrets-file', file.path])
  } finally {
    file.destroy()
  }
}

/** An account gets its workers.dev name once, by hand. */
function explain(error: unknown): never {
  if (error instanceof DeployError && /workers\.dev subdomain/.test(error.message)) {
    const page = /https:\/\/dash\.cloudflare\.com\/\S+/.exec(error.message)?.[0]
    throw new DeployError(
      `This account has no workers.dev name yet, so the Worker would have no address. Choose one at ${page ?? 'Workers & Pages in the dashboard'} (it belongs to the account, not to Enrollwire), or add a domain of your own to wrangler.toml together with workers_dev = false.\n${error.message}`,
    )
  }
  throw error
}

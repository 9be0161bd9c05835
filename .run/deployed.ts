/** Which deployed Worker a command is about: `--remote`, and `--env staging` for an environment. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './child'
import { checkEnvironment, deployCommand, fileOf } from './configuration'
import { parseWords } from './words'
import { DeployError } from './wrangler'

interface Deployed {
  /** Null for this machine's own state. */
  config: string | null
  /** What else was given. */
  flags: Set<string>
}

/**
 * @param known other words it takes, without their hyphens
 * @throws DeployError
 */
export function readDeployed(args: string[], known: string[] = []): Deployed {
  const { remote, env, ...flags } = parseWords(args, {
    remote: { type: 'boolean' },
    env: { type: 'string' },
    ...Object.fromEntries(known.map((name) => [name, { type: 'boolean' as const }])),
  }) as Record<string, string | boolean | undefined>
  if (env !== undefined && remote !== true) {
    throw new DeployError('--env names a deployed Worker, so it needs --remote beside it.')
  }
  return {
    config: remote === true ? findConfig(typeof env === 'string' ? env : null) : null,
    flags: new Set(known.filter((name) => flags[name] === true)),
  }
}

/** The configuration that a deploy from this folder wrote. */
function findConfig(environment: string | null): string {
  if (environment !== null) {
    checkEnvironment(environment)
  }
  const config = join(ROOT, fileOf(environment))
  if (!existsSync(config)) {
    throw new DeployError(`Run \`${deployCommand(environment)}\` here once: it notes which database is yours.`)
  }
  return config
}

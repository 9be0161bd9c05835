/** Which deployed Worker a command is about: `--remote`, and `--env staging` for an environment. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from './child'
import { checkEnvironment, deployCommand, fileOf } from './configuration'
import { DeployError } from './wrangler'

export interface Deployed {
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
  const { remote, env, ...flags } = parse(args, known)
  if (env !== undefined && remote !== true) {
    throw new DeployError('--env names a deployed Worker, so it needs --remote beside it.')
  }
  return {
    config: remote === true ? findConfig(typeof env === 'string' ? env : null) : null,
    flags: new Set(known.filter((name) => flags[name] === true)),
  }
}

/** The configuration that a deploy from this folder wrote. */
export function findConfig(environment: string | null): string {
  if (environment !== null) {
    checkEnvironment(environment)
  }
  const config = join(ROOT, fileOf(environment))
  if (!existsSync(config)) {
    throw new DeployError(`Run \`${deployCommand(environment)}\` here once: it notes which database is yours.`)
  }
  return config
}

function parse(args: string[], known: string[]): Record<string, string | boolean | undefined> {
  const flags = Object.fromEntries(['remote', ...known].map((name) => [name, { type: 'boolean' as const }]))
  try {
    return parseArgs({ args, options: { ...flags, env: { type: 'string' } }, strict: true }).values as Record<
      string,
      string | boolean
    >
  } catch (error) {
    const all = ['remote', 'env', ...known].map((name) => `--${name}`).join(', ')
    throw new DeployError(`${error instanceof Error ? error.message : error}\nKnown: ${all}.`)
  }
}

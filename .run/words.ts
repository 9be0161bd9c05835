/** The words after a command's name. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { DeployError } from './wrangler'

/** @param advice what to do about a wrong word; lists the known ones by default. Throws DeployError */
export function parseWords<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
  advice = `Known: ${Object.keys(options)
    .map((name) => `--${name}`)
    .join(', ')}.`,
) {
  try {
    return parseArgs({ args, options, strict: true }).values
  } catch (error) {
    throw new DeployError(`${error instanceof Error ? error.message : error}\n${advice}`)
  }
}

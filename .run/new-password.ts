/**
 * `npm run new-password`: prints a link for a new password of any account, here or, with `--remote`, on Cloudflare.
 * The email comes from EMAIL or is asked for.
 */
import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { ROOT, run } from './child'
import { readDeployed } from './deployed'
import { newPasswordLink } from './new-password-link'
import { DeployError } from './wrangler'

try {
  const { config } = readDeployed(process.argv.slice(2))
  const where = config === null ? local() : ['--remote', '-y', '-c', config]
  const tools = { where, wrangler: (words: string[]) => run('wrangler', words, 'pipe'), print: console.log }
  const path = await newPasswordLink(tools, process.env.EMAIL || (await asked()), Date.now())
  console.log(
    `\n  Your Enrollwire's address, followed by\n\n    ${path}\n\n  It works once, for a day. Give it to no one else.\n`,
  )
} catch (error) {
  if (!(error instanceof DeployError)) {
    throw error
  }
  console.error(error.message)
  process.exitCode = 1
}

function local(): string[] {
  return ['--local', '--persist-to', resolve(ROOT, process.env.STATE_DIR || '.wrangler/state')]
}

async function asked(): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new DeployError('There is no terminal to ask at: set EMAIL.')
  }
  const tools = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await tools.question('Email of the account: ')
  tools.close()
  return answer
}

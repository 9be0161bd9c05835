/** Asks for a secret without showing it, and without leaving it in the shell's history. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { DeployError } from './wrangler'

/** Throws DeployError without a terminal. */
export async function askHidden(question: string, variable: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new DeployError(`There is no terminal to ask at: set ${variable}.`)
  }
  process.stdout.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const asked = createInterface({ input: process.stdin, output: silent, terminal: true })
  const answer = await new Promise<string>((resolve) => asked.question('', resolve))
  asked.close()
  process.stdout.write('\n')
  return answer.trim()
}

/** One run at a time on one state: two would share its database and each do what the other has under way. */
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How long a run may take to say that it is there. */
const THERE_WITHIN_MS = 5_000

/**
 * Throws where another run has the state. A run that was killed no longer holds it.
 * @param answer a question of `askRun`, one line; an empty one must be answered at once
 */
export async function claimState(stateDir: string, answer: (question: string) => Promise<string>): Promise<void> {
  const socket = socketOf(stateDir)
  if ((await askRun(stateDir, '', THERE_WITHIN_MS)) !== null) {
    throw new Error(`Enrollwire runs on ${stateDir} already. Stop it, or choose another folder with STATE_DIR.`)
  }
  rmSync(socket, { force: true })
  const server = createServer((visitor) => {
    // The asker may have left by now.
    visitor.on('error', () => {})
    visitor.once('data', (question) => {
      answer(String(question).trim()).then(
        (said) => visitor.end(said),
        (error) => {
          console.error(error instanceof Error ? error.message : error)
          visitor.end()
        },
      )
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socket, resolve)
  })
  server.unref()
}

/** The answer of the run on this state: empty if it fails or takes too long, null if nothing runs. */
export function askRun(stateDir: string, question: string, withinMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    let said = ''
    const attempt = connect(socketOf(stateDir), () => attempt.write(`${question}\n`))
    attempt.setTimeout(withinMs, () => {
      attempt.destroy()
      resolve('')
    })
    attempt.on('data', (text) => {
      said += text
    })
    attempt.once('end', () => resolve(said))
    attempt.once('error', () => resolve(null))
  })
}

/** Not in the folder itself: a socket's path has 104 characters at most. */
function socketOf(stateDir: string): string {
  const name = `enrollwire-${createHash('sha256').update(stateDir).digest('hex').slice(0, 16)}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

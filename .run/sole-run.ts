/** One run at a time on one state: two would share its database and each do what the other has under way. */
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Throws where another run has the state. A run that was killed no longer holds it.
 * @param answer what `askRun` answers
 */
export async function claimState(stateDir: string, answer: () => string): Promise<void> {
  const socket = socketOf(stateDir)
  if ((await ask(socket)) !== null) {
    throw new Error(`Enrollwire runs on ${stateDir} already. Stop it, or choose another folder with STATE_DIR.`)
  }
  rmSync(socket, { force: true })
  const server = createServer((visitor) => visitor.end(answer()))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socket, resolve)
  })
  server.unref()
}

/** What the run on this state answers; null where there is none. */
export function askRun(stateDir: string): Promise<string | null> {
  return ask(socketOf(stateDir))
}

/** Not in the folder itself: a socket's path has 104 characters at most. */
function socketOf(stateDir: string): string {
  const name = `enrollwire-${createHash('sha256').update(stateDir).digest('hex').slice(0, 16)}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

function ask(socket: string): Promise<string | null> {
  return new Promise((resolve) => {
    let said = ''
    const attempt = connect(socket)
    attempt.on('data', (text) => {
      said += text
    })
    attempt.once('end', () => resolve(said))
    attempt.once('error', () => resolve(null))
  })
}

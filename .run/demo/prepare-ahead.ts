/** Prepares the demo ahead of the first start, by a start of its own: that also compiles what later starts load. */
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LAST_LINE } from '../announcement'
import { ROOT, start } from '../child'
import { type AboutDemo, PREPARED } from './prepared'

const PATIENCE_MS = 90_000
/** What is still queued then is finished by the run that takes the state over. */
const QUEUE_PATIENCE_MS = 10_000
const LOOK_AGAIN_MS = 50

/**
 * Throws with what was printed where it does not start or takes too long; then there is no such folder.
 * @param folder where the prepared demo is to be
 */
export async function prepareAhead(folder: string, port: number, thinkificPort: number): Promise<void> {
  const making = `${folder}.new`
  const state = join(making, PREPARED.state)
  for (const old of [folder, making]) {
    rmSync(old, { recursive: true, force: true })
  }
  mkdirSync(making, { recursive: true, mode: 0o700 })
  try {
    await runOnce(state, { STATE_DIR: state, PORT: String(port), THINKIFIC_PORT: String(thinkificPort) })
    const about: AboutDemo = { at: Date.now(), thinkificPort }
    writeFileSync(join(making, PREPARED.about), JSON.stringify(about))
    renameSync(making, folder)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}

/** Starts as `npm start` does, and stops once the demo is there and no event is under way. */
async function runOnce(state: string, environment: Record<string, string>): Promise<void> {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } }
  const [program = '', ...args] = scripts.start.replace(/^exec /, '').split(' ')
  const child = start(program, args, 'pipe', { ...environment, THINKIFIC_API_URL: '' })
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  let printed = ''
  let isReady = false
  const hear = (text: string) => {
    printed += text
    if (!isReady && printed.includes(LAST_LINE)) {
      isReady = true
      void untilEmpty(join(state, 'queue')).then(() => child.kill('SIGTERM'))
    }
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  await once(child, 'close')
  clearTimeout(late)
  if (!isReady) {
    throw new Error(printed.trim())
  }
}

async function untilEmpty(folder: string): Promise<void> {
  const end = Date.now() + QUEUE_PATIENCE_MS
  while (readdirSync(folder).length > 0 && Date.now() < end) {
    await sleep(LOOK_AGAIN_MS)
  }
}

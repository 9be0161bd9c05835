/** The workflow's own step: `npm start` in the background of a shell, which has such a process ignore interrupts. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../.run/child'
import { listSteps } from '../../.run/workflow-steps'

const PORT = 18_817
/** A start of seconds; on a busy machine, ten times that. */
const LIMIT_MS = 240_000

describe('npm start, interrupted', () => {
  test('ends, with its runtime, as the workflow expects', { timeout: LIMIT_MS }, async () => {
    const steps = listSteps(readFileSync('.github/workflows/ci.yml', 'utf8'), 'test')
    const step = steps.find((one) => one.startsWith('npm start'))?.replaceAll('8787', String(PORT)) ?? ''
    expect(step).toContain('kill -INT')
    const stateDir = mkdtempSync(join(tmpdir(), 'enrollwire-interrupted-'))
    const shell = spawn('bash', ['-e', '-o', 'pipefail', '-c', step], {
      cwd: ROOT,
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, PORT: String(PORT), THINKIFIC_PORT: String(PORT + 1), STATE_DIR: stateDir },
    })
    const stuck = setTimeout(() => process.kill(-(shell.pid ?? 0), 'SIGKILL'), LIMIT_MS - 20_000)
    const [code] = await once(shell, 'exit')
    clearTimeout(stuck)
    rmSync(stateDir, { recursive: true, force: true })
    expect(code).toBe(0)
  })
})

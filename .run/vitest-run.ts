/** Runs projects of vitest.config.ts and counts their tests. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './child'
import type { Count } from './static-checks'

/** Runtimes keep their databases in files, which cost nothing where they are memory. Linux has such a place. */
const MEMORY = '/dev/shm'
/** What a whole run leaves there at most, twice. */
const ROOM_BYTES = 2 ** 30

/**
 * @param args passed on to vitest: files, reporters, `-t` …
 * @param output `pipe`: what vitest prints is in the answer instead
 */
export async function runTests(
  projects: string[],
  args: string[],
  env: Record<string, string> = {},
  output: 'inherit' | 'pipe' = 'inherit',
): Promise<Count & { printed: string }> {
  const folder = mkdtempSync(join(hasRoom(MEMORY) ? MEMORY : tmpdir(), 'enrollwire-test-'))
  const report = join(folder, 'report.json')
  const named = projects.flatMap((name) => ['--project', name])
  const reporters = ['--reporter=json', `--outputFile.json=${report}`]
  if (env.TEST_DEPTH !== 'deep') {
    reporters.push('--reporter=./.run/stuck-run.ts')
  }
  const { code, printed } = await run('vitest', ['run', ...named, ...reporters, ...args], output, {
    TMPDIR: folder,
    TEST_PROJECTS: String(projects),
    ...env,
  })
  const tests = readReport(report)
  rmSync(folder, { recursive: true })
  // A file that cannot be loaded fails without a failed test.
  const unloaded = code !== 0 && tests.numFailedTests === 0 ? 1 : 0
  return { passed: tests.numPassedTests, failed: tests.numFailedTests + unloaded, printed }
}

/** A run that was ended before its end wrote none. */
function readReport(path: string): { numPassedTests: number; numFailedTests: number } {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { numPassedTests: 0, numFailedTests: 0 }
}

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) {
    return false
  }
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize > ROOM_BYTES
}

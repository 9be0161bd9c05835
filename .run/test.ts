/** `npm test`: types, lint, every test in Node and workerd; the last line counts them. Arguments go to vitest. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './child'

const report = join(mkdtempSync(join(tmpdir(), 'enrollwire-test-')), 'report.json')
let passed = 0
let failed = 0

await run('tsx', ['.run/assets.ts'])
count('types', (await run('tsc', [])).code === 0)
count('lint', (await run('biome', ['ci', '--colors=off'])).code === 0)

const projects = ['pure', 'sweeps', 'workerd', 'workerd-alone'].flatMap((name) => ['--project', name])
const vitest = await run('vitest', [
  'run',
  ...projects,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
])
const tests = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number; numFailedTests: number }
passed += tests.numPassedTests
failed += tests.numFailedTests
// A file that could not even be loaded fails without a failed test.
if (vitest.code !== 0 && tests.numFailedTests === 0) failed += 1

console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

function count(what: string, well: boolean): void {
  console.log(`${well ? '✓' : '✗'} ${what}`)
  if (well) passed += 1
  else failed += 1
}

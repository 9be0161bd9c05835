/** `npm run test:browser`: the merchant's journeys in an installed Chromium or Chrome, against the whole product. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './child'

const report = join(mkdtempSync(join(tmpdir(), 'enrollwire-journeys-')), 'report.json')
const { code } = await run('vitest', [
  'run',
  '--project',
  'journeys',
  // What pages weigh is read in the run itself.
  '--silent=false',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
])
const tests = JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number; numFailedTests: number }
const failed = tests.numFailedTests + (code !== 0 && tests.numFailedTests === 0 ? 1 : 0)
console.log(`${tests.numPassedTests} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

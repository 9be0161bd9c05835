/** `npm run test:browser`: the merchant's journeys in an installed Chromium or Chrome, against the whole product. */
import { runTests } from './vitest-run'

// What pages weigh is read in the run's output. One browser more than a small machine has cores, since each waits for
// alarms now and then; all visit one product.
const { passed, failed } = await runTests(
  ['journeys'],
  ['--silent=false', '--reporter=default', '--maxWorkers=3', ...process.argv.slice(2)],
)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

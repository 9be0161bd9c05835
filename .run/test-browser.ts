/** `npm run test:browser`: the merchant's journeys in an installed Chromium or Chrome, against the whole product. */
import { runTests } from './vitest-run'

// What pages weigh is read in the run's output. A browser to a core; all visit one product.
const { passed, failed } = await runTests(
  ['journeys'],
  ['--silent=false', '--reporter=default', '--maxWorkers=2', ...process.argv.slice(2)],
)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

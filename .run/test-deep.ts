/**
 * `npm run test:deep`: histories, bursts and fuzzing at full length, begun from a random seed that is printed.
 * `TEST_SEED=…` repeats a run.
 */
import { runTests } from './vitest-run'

const seed = process.env.TEST_SEED ?? String(Math.floor(Math.random() * 2 ** 31))
console.log(`TEST_SEED=${seed}`)
const { passed, failed } = await runTests(
  ['sweeps', 'whole-worker'],
  ['--reporter=default', ...process.argv.slice(2)],
  { TEST_DEPTH: 'deep', TEST_SEED: seed },
)
console.log(`${passed} passed, ${failed} failed (TEST_SEED=${seed})`)
process.exit(failed === 0 ? 0 : 1)

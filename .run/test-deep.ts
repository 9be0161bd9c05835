/**
 * `npm run test:deep`: histories, bursts and fuzzing at full length, begun from a random seed that is printed.
 * `TEST_SEED=…` repeats a run. Then events for minutes among parts that stall: `SOAK_MINUTES=…`, 15 unless set; 0: none.
 */
import { soak } from '../test/soak/soak'
import { runTests } from './vitest-run'

const seed = process.env.TEST_SEED ?? String(Math.floor(Math.random() * 2 ** 31))
console.log(`TEST_SEED=${seed}`)
const { passed, failed } = await runTests(['node', 'workerd'], ['--reporter=default', ...process.argv.slice(2)], {
  TEST_DEPTH: 'deep',
  TEST_SEED: seed,
})
console.log(`${passed} passed, ${failed} failed (TEST_SEED=${seed})`)
const minutes = Number(process.env.SOAK_MINUTES ?? 15)
const sound = minutes === 0 || (await soak(minutes))
process.exit(failed === 0 && sound ? 0 : 1)

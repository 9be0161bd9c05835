/** `npm test`: types, lint, the house's rules, every test in Node and workerd. Arguments go to vitest. */
import { staticChecks } from './static-checks'
import { runTests } from './vitest-run'

const sound = await staticChecks()
const tests = await runTests(['node', 'workerd', 'whole-worker'], ['--reporter=default', ...process.argv.slice(2)])
const failed = sound.failed + tests.failed
console.log(`${sound.passed + tests.passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

/** `npm test`: types, lint, the house's rules, every test in Node and workerd. Arguments go to vitest. */
import { staticChecks } from './static-checks'
import { runTests } from './vitest-run'

// Starting the tests keeps one core busy: the compiler and the linter have the other meanwhile.
const [tests, sound] = await Promise.all([
  runTests(['node', 'workerd', 'whole-worker'], ['--reporter=default', ...process.argv.slice(2)]),
  staticChecks(),
])
console.log(sound.printed)
const failed = sound.failed + tests.failed
console.log(`${sound.passed + tests.passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

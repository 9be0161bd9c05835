/** `npm test`: types, lint, the house's rules, every test in Node and workerd. Arguments go to vitest. */
import { staticChecks } from './static-checks'
import { runTests } from './vitest-run'

// Files that are named may all be of one half.
const args = ['--reporter=default', '--passWithNoTests', ...process.argv.slice(2)]
// Runtimes wait for queues and alarms now and then: tests in Node, the compiler and the linter have the core meanwhile.
const [inRuntimes, inNode, sound] = await Promise.all([
  runTests(['workerd'], args),
  runTests(['node'], args, { TEST_RUNTIMES: '1' }, 'pipe'),
  staticChecks(),
])
console.log(`${inNode.printed}\n${sound.printed}`)
const tried = inRuntimes.passed + inRuntimes.failed + inNode.passed + inNode.failed
const failed = sound.failed + inRuntimes.failed + inNode.failed + (tried === 0 ? 1 : 0)
console.log(`${sound.passed + inRuntimes.passed + inNode.passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

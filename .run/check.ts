/** `npm run check`: types, lint, the house's rules and the fast pure tests, beside each other. */
import { staticChecks } from './static-checks'
import { runTests } from './vitest-run'

const [tests, sound] = await Promise.all([
  runTests(['pure'], ['--reporter=dot', ...process.argv.slice(2)]),
  staticChecks(),
])
console.log(`${sound.graph}\n${sound.printed}`)
const failed = sound.failed + tests.failed
console.log(`${sound.passed + tests.passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

/** `npx tsx .run/workflow.ts <job>`: runs the steps of a job of ci.yml here, one after another, and stops at the first that fails. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './child'
import { listJobs, listSteps } from './workflow-steps'

const text = readFileSync(join(ROOT, '.github', 'workflows', 'ci.yml'), 'utf8')
const [job = ''] = process.argv.slice(2)
const steps = listSteps(text, job)
if (steps.length === 0) {
  console.error(`ci.yml has no job “${job}”. It has ${listJobs(text).join(', ')}.`)
  process.exit(1)
}
for (const step of steps) {
  console.log(`\n— ${step.split('\n')[0]}`)
  // As the runner does.
  const { status } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', step], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) {
    console.error(`The step failed (${status}).`)
    process.exit(1)
  }
}

/** A product with the ledger switched off: every create and every expire is simply carried out as it comes. */
import type { Settler } from '../../src/integrations/kind'
import { isCreateAction } from '../../src/integrations/thinkific/actions'
import type { FiringJob } from '../../src/model/firing-job'
import type { Simulator } from '../simulator/simulator'
import { BUNDLES, SITE } from './setups'

const DAY_MS = 86_400_000

export function blindSite(simulator: Simulator): Settler {
  return {
    settle: async (jobs) => {
      for (const job of jobs) {
        carryOut(simulator, job)
      }
      return jobs.map(() => ({ final: true, outcome: 'enrolled', sentence: '', attempts: [] }))
    },
    note: async () => [],
    foresee: async () => [],
  }
}

function carryOut(simulator: Simulator, { instruction, happenedAt, customer: { email } }: FiringJob): void {
  const academy = simulator.site(SITE)
  const courses =
    instruction.target.kind === 'course' ? [instruction.target.id] : (BUNDLES[instruction.target.id] ?? [])
  const userId = (academy.user(email) ?? academy.addUser({ email })).id
  if (isCreateAction(instruction.action)) {
    const { accessDays } = instruction.options
    const expiryDate = accessDays === null ? null : happenedAt + accessDays * DAY_MS
    for (const course of courses) {
      academy.enroll({ userId, courseId: Number(course), expiryDate })
    }
    return
  }
  for (const row of academy.data.enrollments.values()) {
    const ends = row.userId === userId && courses.includes(String(row.courseId))
    if (ends) {
      academy.setDates(row.id, { expiryDate: happenedAt })
    }
  }
}

import { statSync } from 'node:fs'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { hasRealQueue } from './real-queue.ts'

/** Files of one project follow each other, since only they can share a runtime. */
const PROJECTS = ['workerd', 'node', 'pure', 'journeys']
/** Measured as the slowest, whatever their size: they wait for queues and timers, or live many histories. */
const SLOWEST = new RegExp(
  [
    ...['worker/(outages|several|people|many-orders|messages)', 'fuzz/', 'isolation/(isolation|shared-site)'],
    ...['crashes/', 'releases/', 'stalled-pages', 'accounts/(same-answer|password)'],
    ...['model/', 'burst', 'failures/people', 'any-order', 'every-switch', 'journeys/every-page'],
  ].join('|'),
)

/** Starts what takes longest first, so that no runtime ends alone with a long file. */
export class LargestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weight = ({ moduleId }: TestSpecification) =>
      statSync(moduleId).size + (SLOWEST.test(moduleId) ? 1_000_000 : 0)
    return files.toSorted(
      (a, b) =>
        PROJECTS.indexOf(a.project.name) - PROJECTS.indexOf(b.project.name) ||
        // What the files without a consumer leave in the queue would reach those with one.
        Number(hasRealQueue(b.moduleId)) - Number(hasRealQueue(a.moduleId)) ||
        weight(b) - weight(a) ||
        a.moduleId.localeCompare(b.moduleId),
    )
  }
}

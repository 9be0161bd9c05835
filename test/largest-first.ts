import { statSync } from 'node:fs'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files of one project follow each other, since only they can share a runtime. */
const PROJECTS = ['whole-worker', 'workerd', 'sweeps', 'pure', 'journeys']
/** Files that wait for queues and timers rather than compute; measured as the slowest of all. */
const SLOWEST =
  /worker\/(outages|several|people|subscription-life)|fuzz\/|journeys\/every-page|isolation\/isolation|accounts\/coming-in|burst\.test/

/** Starts what takes longest first, so that no runtime ends alone with a long file. */
export class LargestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weight = ({ moduleId }: TestSpecification) =>
      statSync(moduleId).size + (SLOWEST.test(moduleId) ? 1_000_000 : 0)
    return files.toSorted(
      (a, b) =>
        PROJECTS.indexOf(a.project.name) - PROJECTS.indexOf(b.project.name) ||
        weight(b) - weight(a) ||
        a.moduleId.localeCompare(b.moduleId),
    )
  }
}

/**
 * A reporter that says at once what failed, ends a run in which nothing has ended for minutes, and names the files it
 * waits for.
 */
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** No test takes over a minute, and a busy machine starts a runtime in less than three. */
const PATIENCE_MS = 300_000

export default class StuckRun implements Reporter {
  readonly #running = new Set<string>()
  #timer: NodeJS.Timeout | undefined

  onTestRunStart(): void {
    this.#wait()
  }

  onTestModuleStart({ relativeModuleId }: TestModule): void {
    this.#running.add(relativeModuleId)
  }

  onTestModuleEnd({ relativeModuleId }: TestModule): void {
    this.#running.delete(relativeModuleId)
    this.#wait()
  }

  onTestCaseResult(test: TestCase): void {
    // A run that gets stuck never reaches its summary.
    for (const { message } of test.result().errors ?? []) {
      console.error(`✗ ${test.module.relativeModuleId} > ${test.fullName}\n  ${message}`)
    }
    this.#wait()
  }

  onTestRunEnd(): void {
    clearTimeout(this.#timer)
  }

  #wait(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const files = [...this.#running].join(', ') || 'no file; a runtime does not start'
      console.error(`Nothing ended in ${PATIENCE_MS / 60_000} minutes. Still running: ${files}`)
      process.exit(1)
    }, PATIENCE_MS)
  }
}

/**
 * What the Worker logs is kept, to be shown where a test fails. vitest's own way asks the runner to answer each line, and
 * a line of an object or of a queue's consumer goes out only with the next message: after a file's last message none
 * comes, and the whole run waits forever (cloudflare/workers-sdk, issue 15719).
 */
import { formatWithOptions } from 'node:util'

const LEVELS = ['debug', 'log', 'info', 'warn', 'error'] as const
/** A burst logs thousands of lines; the last ones show why it failed. */
const KEPT_LINES = 200

const print = console.error.bind(console)
const lines: string[] = []

for (const level of LEVELS) {
  console[level] = (...words: unknown[]) => {
    lines.push(formatWithOptions({ depth: 4 }, ...words))
    if (lines.length > KEPT_LINES) {
      lines.shift()
    }
  }
}

export function forgetLog(): void {
  lines.length = 0
}

export function printLog(test: string): void {
  if (lines.length > 0) {
    print(`Logged in “${test}”:\n${lines.join('\n')}`)
  }
}

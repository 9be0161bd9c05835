/** What stays in memory after some work. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Megabytes the work left in use, beside what was in use before. */
export async function heldMb(work: () => unknown): Promise<number> {
  const before = heap()
  await work()
  return (heap() - before) / 1_000_000
}

/** Bytes in use once everything unused is gone. */
function heap(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

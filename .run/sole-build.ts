/** One build at a time: two starts after a change would each write what the other reads. Node runs this file as it is. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_AGAIN_MS = 100

/** @param mark a file that stands while someone builds; one that a killed build left behind counts for nothing */
export async function buildAlone(mark: string, build: () => Promise<void>): Promise<void> {
  mkdirSync(dirname(mark), { recursive: true })
  while (!place(mark)) {
    if (isLeft(mark)) {
      rmSync(mark, { force: true })
    } else {
      await sleep(LOOK_AGAIN_MS)
    }
  }
  try {
    await build()
  } finally {
    rmSync(mark, { force: true })
  }
}

function place(mark: string): boolean {
  try {
    writeFileSync(mark, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false
    }
    throw error
  }
}

function isLeft(mark: string): boolean {
  try {
    const builder = Number(readFileSync(mark, 'utf8'))
    // Empty for the moment in which it is written.
    return builder > 0 && !isAlive(builder)
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

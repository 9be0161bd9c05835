/** What the local queue holds, a file for each message: Miniflare's queue is memory alone, and what it held would end with the run. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { QueueMessage } from '../src/model/message'

/** As queue-files-worker.js queues it. */
export interface KeptMessage {
  /** Its file's name. */
  kept: string
  message: QueueMessage
}

/** Only this user may read it: messages are customers' purchases. */
const MODE = 0o700
/** As workerd names a file until all of it is written. */
const UNFINISHED = /^\./

/** The folder is made where there is none. Answers what an earlier run left unfinished, oldest first. */
export function readQueueFiles(folder: string): KeptMessage[] {
  mkdirSync(folder, { recursive: true, mode: MODE })
  return readdirSync(folder)
    .filter((name) => !UNFINISHED.test(name))
    .map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
    .sort((one, other) => one.at - other.at)
    .flatMap(({ name }) => readMessage(folder, name))
}

/** Removes each file that a killed runtime had not written to the end: its message was never accepted. Call it only while no runtime writes. */
export function removeUnfinishedFiles(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => UNFINISHED.test(one))) {
    rmSync(join(folder, name))
  }
}

/** What was sent with a file that was cut off was never accepted. */
function readMessage(folder: string, kept: string): KeptMessage[] {
  try {
    return [{ kept, message: JSON.parse(readFileSync(join(folder, kept), 'utf8')) as QueueMessage }]
  } catch {
    return []
  }
}

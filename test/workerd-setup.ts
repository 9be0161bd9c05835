/**
 * Files share a runtime: each begins with empty storage, a migrated D1 and nothing replaced by the file before, and leaves
 * nothing in the queue.
 */
import { reset } from 'cloudflare:test'
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { keepPrototypesFlat } from './flat-prototypes'
import { forgetLog, printLog } from './kept-log'
import { keepEntryKnown } from './known-entry'
import { installAgain } from './new-installation'
import { chooseQueue } from './real-queue'

// A hash takes 0.2 s, and nearly every file makes accounts. The real cost is proved in password.test.ts and
// same-answer.workerd.test.ts.
vi.mock('../src/accounts/password-cost', () => ({ HASH_COST: { log2N: 5, r: 8, p: 5 } }))

keepPrototypesFlat()
keepEntryKnown()

beforeAll(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  chooseQueue(expect.getState().testPath ?? '')
  await installAgain()
})

beforeEach(forgetLog)

afterEach(({ task }) => {
  if (task.result?.state === 'fail') {
    printLog(task.name)
  }
})

// A message that arrives between two files finds no test to run in, and the local queue waits for it forever.
afterAll(async () => {
  await reset()
})

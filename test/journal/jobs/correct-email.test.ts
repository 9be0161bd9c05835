import { describe, expect, test } from 'vitest'
import { CORRECT_EMAIL } from '../../../src/journal/jobs/correct-email'
import type { JobContext } from '../../../src/journal/jobs/job'

type Input = Parameters<typeof CORRECT_EMAIL.begin>[0]

const EMAILS = { from: 'wrong@example.com', to: 'right@example.com' }
const UNTOUCHED = 'Their access in Thinkific was not changed.'

/** What the job says once every site is done. @param moved whose notes became whose */
async function result(input: Input, purchases = 1, moved: string[][] = []) {
  const job = { input, progress: { sites: [], purchases }, done: 1 } as unknown as Parameters<
    typeof CORRECT_EMAIL.runSlice
  >[0]
  const notes = { move: (...emails: string[]) => moved.push(emails) }
  const store = { notes, customerKey: (email: string) => `key of ${email}` }
  const transact = (step: (of: typeof store) => void) => step(store)
  const slice = await CORRECT_EMAIL.runSlice(job, { transact } as unknown as JobContext)
  return slice.ended ? slice.result : expect.fail('it goes on')
}

describe('A correction', () => {
  test('says whether it left access as it was', async () => {
    expect(await result({ ...EMAILS, movesAccess: true })).not.toContain(UNTOUCHED)
    expect(await result({ ...EMAILS, movesAccess: false })).toContain(UNTOUCHED)
  })

  test('takes the notes along, unless there was no purchase to move', async () => {
    const moved: string[][] = []
    await result({ ...EMAILS, movesAccess: true }, 0, moved)
    expect(moved).toEqual([])
    await result({ ...EMAILS, movesAccess: false }, 2, moved)
    expect(moved).toEqual([['key of wrong@example.com', 'key of right@example.com']])
  })

  test('that an earlier version began goes on as that version meant it', async () => {
    expect(await result({ ...EMAILS, inThinkific: true })).not.toContain(UNTOUCHED)
    expect(await result({ ...EMAILS, inThinkific: false })).toContain(UNTOUCHED)
  })
})

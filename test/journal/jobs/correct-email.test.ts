import { describe, expect, test } from 'vitest'
import { CORRECT_EMAIL } from '../../../src/journal/jobs/correct-email'
import type { JobContext } from '../../../src/journal/jobs/job'

type Input = Parameters<typeof CORRECT_EMAIL.begin>[0]

const EMAILS = { from: 'wrong@example.com', to: 'right@example.com' }
const UNTOUCHED = 'Their access in Thinkific was not changed.'

/** What the job says once every site is done. */
async function result(input: Input) {
  const job = { input, progress: { sites: [], purchases: 1 }, done: 1 } as unknown as Parameters<
    typeof CORRECT_EMAIL.runSlice
  >[0]
  const slice = await CORRECT_EMAIL.runSlice(job, {} as JobContext)
  return slice.ended ? slice.result : expect.fail('it goes on')
}

describe('A correction', () => {
  test('says whether it left access as it was', async () => {
    expect(await result({ ...EMAILS, movesAccess: true })).not.toContain(UNTOUCHED)
    expect(await result({ ...EMAILS, movesAccess: false })).toContain(UNTOUCHED)
  })

  test('that an earlier version began goes on as that version meant it', async () => {
    expect(await result({ ...EMAILS, inThinkific: true })).not.toContain(UNTOUCHED)
    expect(await result({ ...EMAILS, inThinkific: false })).toContain(UNTOUCHED)
  })
})

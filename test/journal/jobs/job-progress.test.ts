import { describe, expect, test } from 'vitest'
import { applyChange, applyFailedSlice, beginJob } from '../../../src/journal/jobs/job-progress'

const AT = Date.UTC(2026, 4, 3)
const begun = () =>
  beginJob(
    { id: 'j1', marketplace: 'm1', kind: 'made-up', input: {}, person: 'Ada' },
    { title: () => 'Working', begin: () => ({}) },
    AT,
  )

describe('A job whose slices fail', () => {
  test('waits longer each time, and ten minutes at most', () => {
    let job = begun()
    const waits = Array.from({ length: 10 }, () => {
      job = applyFailedSlice(job, AT)
      return (job.dueAt - AT) / 1_000
    })
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600])
  })

  test('goes on at once when a person resumes it, as if nothing had failed', () => {
    const failed = applyFailedSlice(applyFailedSlice(begun(), AT), AT)
    const paused = applyChange(failed, 'pause', AT + 1_000)
    expect(applyChange(paused, 'resume', AT + 2_000)).toMatchObject({
      status: 'running',
      dueAt: AT + 2_000,
      failures: 0,
    })
  })
})

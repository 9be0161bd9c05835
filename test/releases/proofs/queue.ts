import { expect, test } from 'vitest'
import type { Captured } from '../release'
import { Started } from '../start'
import { COURSES } from '../story/places'
import { FORMS } from '../support'

/** In the order of the first minutes after a deploy. */
export function queue(captured: Captured): void {
  const started = Started.forAll(captured)

  test('events and firings run', async () => {
    await started().installation.settle()
    const [yoga] = await started().outcomes('nia-yoga')
    const [art] = await started().outcomesIn('art', 'nia-mural')
    // Two marketplaces on one site, side by side: either may be the first.
    expect([yoga, art].sort()).toEqual(['already enrolled', 'enrolled'])
    expect(started().access('nia', COURSES['Course Two'])).toBe('full')
  })

  test('dead letters are parked, and run by one click', async () => {
    await started().installation.settle()
    expect(await started().outcomes('dot-yoga', 'zed-restart')).toEqual(['waiting', 'waiting', 'enrolled'])
    await started().submit(FORMS.retry(started().entry('zed-restart', 2)))
    expect(await started().outcomes('zed-restart')).toEqual(['renewed', 'enrolled'])
    expect(started().access('zed', COURSES['Course Three'])).toBe('full')
  })

  test('the same messages once more change nothing; what still waits is looked for', async () => {
    await started().installation.settle()
    started().installation.queue.pending.push(...structuredClone(captured.queue))
    const lines = await started().log()
    expect(await started().callsFor(() => started().installation.settle())).toEqual({
      'academy GET /bundles/:id/enrollments': 1,
    })
    expect(await started().log()).toEqual(lines)
  })

  test('what the queue once refused is queued by the journal’s alarm', async () => {
    expect(await started().outcomes('zoe-yoga')).toEqual([])
    await started().installation.later(60_000)
    expect(await started().outcomes('zoe-yoga')).toEqual(['enrolled', 'rule off'])
  })

  test('a message of a later version stays as it came', async () => {
    const waits = (await started().log()).filter(({ event }) => event.startsWith('message-'))
    expect(waits.map(({ outcome }) => outcome)).toEqual(['waiting'])
  })
}

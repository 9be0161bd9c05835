import { describe, expect, test } from 'vitest'
import { addDemoSites } from './academy.ts'
import { createSimulator } from './simulator.ts'
import { keyOf, talkTo } from './talk.ts'

describe('The simulator', () => {
  test('it runs inside workerd, and lets a caller give up', async () => {
    const simulator = createSimulator()
    addDemoSites(simulator)
    expect((await talkTo(simulator).get('/courses?limit=2')).body.items.length).toBe(2)
    simulator.faults.add({ kind: 'no answer' })
    const init = { headers: keyOf(), signal: AbortSignal.timeout(20) }
    await expect(simulator.fetch('http://thinkific.test/api/public/v1/courses', init)).rejects.toThrow(/timeout/i)
    expect(simulator.calls.at(-1)?.status).toBe(0)
  })
})

/** What an event changed at a site that none of its firings went to. */
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import type { NoteEffect } from '../../../src/model/firing-job'
import { sampleEvent, sampleRule } from '../samples'

const own = (outcome: 'enrolled' | 'credentials rejected' | 'no change'): NoteEffect => ({
  amendments: [],
  own: { outcome, sentence: `It is ${outcome}.`, attempts: [] },
})

const lines = async (rules: Parameters<typeof sampleRule>[0][], effects: NoteEffect[]) => {
  const journal = env.JOURNAL.getByName(`m-${crypto.randomUUID()}`)
  const event = sampleEvent()
  await journal.receive(event, rules.map(sampleRule))
  await journal.recordEffects(event, effects)
  const { rows, waiting } = await journal.log({})
  return {
    final: rows.map(({ outcome, sentence }) => `${outcome}: ${sentence}`),
    waiting: waiting.length,
    rows,
    event,
    journal,
  }
}

describe('Effects without a firing', () => {
  test('is the outcome of the entry of an event that fired nothing', async () => {
    expect((await lines([], [own('enrolled')])).final).toEqual(['enrolled: It is enrolled.'])
  })

  test('only add to what that entry says where they changed nothing, once', async () => {
    const { final, rows, event, journal } = await lines([], [own('no change'), own('no change')])
    expect(final).toEqual([expect.stringMatching(/^no rule: No rule handles .*\. It is no change\.$/)])
    await journal.recordEffects(event, [own('no change')])
    expect((await journal.log({})).rows).toMatchObject([{ outcome: 'no rule', sentence: rows[0]?.sentence }])
    expect((await lines([], [own('no change'), own('enrolled')])).final).toEqual([
      'enrolled: It is no change. It is enrolled.',
    ])
    expect(await lines([{}], [own('no change')])).toMatchObject({ final: [], waiting: 1 })
  })

  test('is left to the entries of the rules it fired', async () => {
    expect(await lines([{}], [own('enrolled')])).toMatchObject({ final: [], waiting: 1 })
  })

  test('is an entry beside those of its rules where it failed, and can be replayed', async () => {
    const { final, waiting, rows, journal } = await lines([{}], [own('enrolled'), own('credentials rejected')])
    expect([final, waiting]).toEqual([['credentials rejected: It is enrolled. It is credentials rejected.'], 1])
    expect((await journal.entry(rows[0]?.id ?? ''))?.buttons).toContain('replay')
  })
})

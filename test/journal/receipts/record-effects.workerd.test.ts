/** What an event changed at a site that none of its firings went to. */
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import type { NoteEffect } from '../../../src/model/firing-job'
import { sampleEvent, sampleRule } from '../samples'

const own = (outcome: 'enrolled' | 'credentials rejected' | 'no change' | 'unclear'): NoteEffect => ({
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

describe('an effect that is unclear', () => {
  const CHOICE = { event: 'event-1', subscription: null }

  test('is what a person sees, whatever else the event changed, also beside the entries of its rules', async () => {
    expect((await lines([], [own('enrolled'), own('unclear')])).final).toEqual([
      'unclear: It is enrolled. It is unclear.',
    ])
    expect(await lines([{}], [own('unclear')])).toMatchObject({ final: ['unclear: It is unclear.'], waiting: 1 })
  })

  test('stays closed where a person ignored it and its message comes again', async () => {
    const { journal, event, rows } = await lines([], [own('unclear')])
    await journal.ignore([rows[0]?.id ?? ''], 'Mia', '')
    await journal.recordEffects(event, [own('unclear')])
    expect((await journal.log({ open: true })).rows).toEqual([])
  })

  test('runs again with the purchase a person chose, and ends though nothing changed', async () => {
    const { journal, event, rows } = await lines([], [own('unclear')])
    const entry = rows[0]?.id ?? ''
    expect(await journal.choosePurchase(entry, CHOICE, 'Mia')).toEqual({ chosen: true, by: 'Mia' })
    const again = await journal.receive(event, [])
    expect(again).toMatchObject({ status: 'open', firings: [], chosen: CHOICE, entry: `${entry}-2` })
    // Of the run before, whose message came twice.
    await journal.recordEffects(event, [own('unclear')], entry)
    expect((await journal.log({})).waiting).toMatchObject([{ id: entry }])
    await journal.recordEffects(event, [], again.entry)
    const said = { id: entry, outcome: 'no change', sentence: 'Mia chose the purchase. The event changed no access.' }
    expect((await journal.log({})).rows).toMatchObject([said])
    expect(await journal.receive(event, [])).toMatchObject({ status: 'closed', chosen: CHOICE })
    expect(await journal.choosePurchase(entry, { ...CHOICE, event: 'event-2' }, 'Noa')).toEqual({
      chosen: false,
      by: 'Mia',
    })
  })

  test('is settled by an amendment of its run alone, also by one that comes with it', async () => {
    const journal = env.JOURNAL.getByName(`m-${crypto.randomUUID()}`)
    const event = sampleEvent()
    const { entry = '' } = await journal.receive(event, [])
    const amend = (firing: string): NoteEffect => ({
      ...own('unclear'),
      amendments: [{ firing, outcome: 'renewed', sentence: 'It is clear.' }],
    })
    await journal.recordEffects(event, [amend(`${entry}-2`)], entry)
    expect((await journal.log({ open: true })).rows).toMatchObject([{ id: entry, outcome: 'unclear' }])
    await journal.recordEffects(event, [amend(entry)], entry)
    expect((await journal.log({})).rows).toMatchObject([{ outcome: 'renewed', sentence: 'It is clear.' }])
  })
})

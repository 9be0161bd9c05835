import { describe, expect, test } from 'vitest'
import { groupSpellings } from '../../../src/intake/word-groups'
import { listWebhookAttention } from '../../../src/web/overview/webhook-attention'

const NOW = Date.UTC(2026, 10, 20, 10)
const words = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    word: `Word ${at}`,
    format: 'samcart',
    count: at + 1,
    treatable: at,
    newest: { entry: `e${at}~0`, receivedAt: NOW },
  }))

describe('What the webhook asks of a person', () => {
  test('each word that is not understood is one line, however many posts say it', () => {
    const [one, two] = listWebhookAttention('/m/x', words(2), [], NOW)
    expect(one).toMatchObject({
      title: '“Word 0” is not understood',
      action: { href: '/m/x/logs/e0~0/treatments/new' },
    })
    expect(two?.text).toContain('2 posts say it')
  })

  test('many words share the last line', () => {
    const lines = listWebhookAttention('/m/x', words(9), [], NOW)
    expect(lines.map(({ title }) => title).at(-1)).toBe('6 more words are not understood')
    expect(lines).toHaveLength(4)
  })

  test('an old secret is spoken of until it ends', () => {
    const [line] = listWebhookAttention('/m/x', [], [{ kind: 'key', validUntil: NOW + 5 * 3_600_000 }], NOW)
    expect(line).toMatchObject({ title: 'An old key ends in 5 hours', action: { href: '/m/x/webhook/secrets' } })
  })

  test('spellings of one word in one format are one, under the newest', () => {
    const spelled = [
      { word: 'club_joined', format: 'samcart', count: 2, treatable: 2, newest: { entry: 'b~0', receivedAt: NOW } },
      { word: 'Club Joined', format: 'samcart', count: 3, treatable: 1, newest: { entry: 'a~0', receivedAt: NOW - 1 } },
    ]
    const elsewhere = {
      word: 'club joined',
      format: 'standard',
      count: 7,
      treatable: 7,
      newest: { entry: 'c~0', receivedAt: NOW },
    }
    expect(groupSpellings([...spelled, elsewhere])).toEqual([{ ...spelled[0], count: 5, treatable: 3 }, elsewhere])
  })
})

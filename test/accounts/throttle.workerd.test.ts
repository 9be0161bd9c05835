import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { sweepAccounts } from '../../src/accounts/sweep-accounts'
import { returnAttempt, takeAttempt } from '../../src/accounts/throttle'

const THREE_A_MINUTE = { most: 3, windowS: 60 }
const NOW = 1_000_000

const tries = async (key: string, count: number, now = NOW) => {
  const answers: number[] = []
  for (let at = 0; at < count; at += 1) {
    answers.push(await takeAttempt(env.DB, key, THREE_A_MINUTE, now))
  }
  return answers
}

describe('a throttle', () => {
  test('lets so many through and says how long the rest must wait', async () => {
    expect(await tries('a', 4)).toEqual([0, 0, 0, 60])
    expect(await tries('a', 1, NOW + 45_500)).toEqual([15])
  })

  test('opens when its window is over', async () => {
    await tries('b', 4)
    expect(await tries('b', 4, NOW + 60_000)).toEqual([0, 0, 0, 60])
  })

  test('counts each key separately', async () => {
    await tries('c', 4)
    expect(await tries('d', 1)).toEqual([0])
  })

  test('does not count what is given back', async () => {
    await tries('e', 3)
    await returnAttempt(env.DB, 'e')
    expect(await tries('e', 2)).toEqual([0, 60])
    await tries('h', 3)
    await returnAttempt(env.DB, 'e', 'h')
    expect([await tries('e', 2), await tries('h', 2)]).toEqual([
      [0, 60],
      [0, 60],
    ])
  })

  test('lets no more through when all try at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => takeAttempt(env.DB, 'f', THREE_A_MINUTE, NOW)))
    expect(answers.filter((wait) => wait === 0)).toHaveLength(3)
  })

  test('writes nothing for what it refuses, and is swept when over', async () => {
    await tries('g', 50)
    const row = () => env.DB.prepare(`SELECT taken FROM throttles WHERE key = 'g'`).first('taken')
    expect(await row()).toBe(3)
    await sweepAccounts(env.DB, NOW + 60_000)
    expect(await row()).toBeNull()
  })
})

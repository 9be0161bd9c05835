import { describe, expect, test } from 'vitest'
import { reseal } from '../../src/secrets/key-rotation'
import { seal, unseal } from '../../src/secrets/sealing'

const OLD = `old:${btoa('o'.repeat(32))}`
const NEW = `new:${btoa('n'.repeat(32))}`
const BOTH = `${NEW} ${OLD}`

describe('rotation', () => {
  test('seals again what an older key sealed, and nothing else', async () => {
    const old = { id: 'a', context: 'integration:shop:a', sealed: await seal(OLD, 'integration:shop:a', 'secret') }
    const current = { id: 'b', context: 'integration:shop:b', sealed: await seal(BOTH, 'integration:shop:b', 'other') }
    const { rows, current: kept, lost } = await reseal(BOTH, [old, current])
    expect({ kept, lost }).toEqual({ kept: 1, lost: [] })
    expect(rows).toEqual([{ id: 'a', before: old.sealed, sealed: expect.stringMatching(/^v1\.new\./) }])
    expect(await unseal(NEW, old.context, rows[0]?.sealed ?? '')).toBe('secret')
  })

  test('has nothing left to do the second time', async () => {
    const row = { id: 'a', context: 'x', sealed: await seal(OLD, 'x', 'secret') }
    const { rows } = await reseal(BOTH, [row])
    expect((await reseal(BOTH, [{ ...row, sealed: rows[0]?.sealed ?? '' }])).rows).toEqual([])
  })

  test('names what no key opens, and goes on', async () => {
    const rows = [
      { id: 'gone', context: 'x', sealed: await seal(OLD, 'x', 'secret') },
      { id: 'moved', context: 'y', sealed: await seal(OLD, 'x', 'secret') },
      { id: 'garbage', context: 'x', sealed: 'garbage' },
    ]
    expect((await reseal(NEW, rows)).lost.map(({ id }) => id)).toEqual(['gone', 'moved', 'garbage'])
    const { rows: resealed, lost } = await reseal(BOTH, rows)
    expect(resealed.map(({ id }) => id)).toEqual(['gone'])
    expect(lost.map(({ id }) => id)).toEqual(['moved', 'garbage'])
  })
})

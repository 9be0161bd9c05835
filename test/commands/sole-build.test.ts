import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { buildAlone } from '../../.run/sole-build'

let mark: string

beforeEach(() => {
  mark = join(mkdtempSync(join(tmpdir(), 'enrollwire-build-')), 'built', 'building')
})

describe('Two starts after a change of the code', () => {
  test('build one after the other', async () => {
    const did: string[] = []
    const build = (name: string) => async () => {
      did.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, 20))
      did.push(`${name} ends`)
    }
    await Promise.all([buildAlone(mark, build('one')), buildAlone(mark, build('other'))])
    expect(did).toEqual(['one begins', 'one ends', 'other begins', 'other ends'])
    expect(existsSync(mark)).toBe(false)
  })

  test('wait for no build that was killed', async () => {
    await buildAlone(mark, async () => {})
    const killed = spawn(process.execPath, ['-e', ''])
    await once(killed, 'exit')
    writeFileSync(mark, String(killed.pid))
    let isBuilt = false
    await buildAlone(mark, async () => {
      isBuilt = true
    })
    expect(isBuilt).toBe(true)
  })

  test('let the next one try where a build fails', async () => {
    const failing = buildAlone(mark, () => Promise.reject(new Error('It does not build.')))
    await expect(failing).rejects.toThrow('It does not build.')
    expect(existsSync(mark)).toBe(false)
  })
})

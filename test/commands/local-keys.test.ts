import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LocalKeys, replaceLocalKeys } from '../../.run/local-keys'
import { ensureLocalSecrets, readLocalSecrets } from '../../.run/local-secrets'
import { claimState } from '../../.run/sole-run'

const NEW = `k2:${btoa('0123456789abcdef0123456789abcdef')}`

let stateDir: string
let printed: string[]
const print = (line: string) => void printed.push(line)

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'enrollwire-keys-'))
  printed = []
})

afterEach(() => rmSync(stateDir, { recursive: true }))

describe('New sealing keys of this machine', () => {
  test('are stored whole, where nothing runs', async () => {
    const before = ensureLocalSecrets(stateDir)
    await replaceLocalKeys(stateDir, NEW, print)
    expect(readLocalSecrets(stateDir)).toEqual({ ...before, SEALING_KEYS: NEW })
    expect([readdirSync(stateDir), printed]).toEqual([['secrets.json'], []])
  })

  test('are in use by what runs before anything is sealed under them, also where it is still starting', async () => {
    const { SEALING_KEYS } = ensureLocalSecrets(stateDir)
    const taken: string[] = []
    const run = new LocalKeys(stateDir)
    await claimState(stateDir, (question) => run.answer(question))
    const replaced = replaceLocalKeys(stateDir, NEW, print)
    run.begin(SEALING_KEYS, async (keys) => {
      await new Promise((done) => setTimeout(done, 10))
      taken.push(keys)
    })
    await replaced
    expect(taken).toEqual([NEW])
    expect(printed).toEqual([
      'Enrollwire runs on this state and has taken up the new key; nothing has to be restarted.',
    ])
  })

  test('that what runs cannot take up are followed by a restart', async () => {
    const { SEALING_KEYS } = ensureLocalSecrets(stateDir)
    const run = new LocalKeys(stateDir)
    await claimState(stateDir, (question) => run.answer(question))
    run.begin(SEALING_KEYS, async () => {
      throw new Error('The runtime does not start')
    })
    await expect(replaceLocalKeys(stateDir, NEW, print)).rejects.toThrow('Restart it, then run this again')
  })
})

describe('A state', () => {
  test('has one run, however busy that is', async () => {
    ensureLocalSecrets(stateDir)
    const run = new LocalKeys(stateDir)
    await claimState(stateDir, (question) => run.answer(question))
    await expect(claimState(stateDir, async () => '')).rejects.toThrow(`Enrollwire runs on ${stateDir} already.`)
  })
})

import { describe, expect, test } from 'vitest'
import { seal, sealingKeyId, UnsealError, unseal } from '../../src/secrets/sealing'
import { parseSealingKeys, SealingKeysError } from '../../src/secrets/sealing-keys'

const OLD = `old:${btoa('o'.repeat(32))}`
const NEW = `new:${btoa('n'.repeat(32))}`
const CONTEXT = 'integration:shop:i1'

describe('sealing', () => {
  test('gives back what was sealed', async () => {
    const sealed = await seal(OLD, CONTEXT, 'a key with ümlauts')
    expect(sealed).toMatch(/^v1\.old\.[\w-]+\.[\w-]+$/)
    expect(await unseal(OLD, CONTEXT, sealed)).toBe('a key with ümlauts')
  })

  test('never seals the same text alike twice', async () => {
    expect(await seal(OLD, CONTEXT, 'x')).not.toBe(await seal(OLD, CONTEXT, 'x'))
  })

  test('seals under the first key and opens with any', async () => {
    const before = await seal(OLD, CONTEXT, 'x')
    const after = await seal(`${NEW} ${OLD}`, CONTEXT, 'y')
    expect(sealingKeyId(after)).toBe('new')
    expect(await unseal(`${NEW} ${OLD}`, CONTEXT, before)).toBe('x')
  })

  test('opens nothing that was moved to another row', async () => {
    const sealed = await seal(OLD, CONTEXT, 'x')
    await expect(unseal(OLD, 'integration:rival:i1', sealed)).rejects.toThrow(UnsealError)
  })

  test('opens nothing that was altered', async () => {
    const sealed = await seal(OLD, CONTEXT, 'some secret')
    const altered = sealed.replace(/.(?=.{4}$)/, (letter) => (letter === 'A' ? 'B' : 'A'))
    await expect(unseal(OLD, CONTEXT, altered)).rejects.toThrow('altered')
  })

  test('names the key that is gone', async () => {
    const sealed = await seal(OLD, CONTEXT, 'x')
    await expect(unseal(NEW, CONTEXT, sealed)).rejects.toThrow(
      'The key old that sealed this is not among SEALING_KEYS.',
    )
  })

  test.each(['', 'x', 'v1.a.b', 'v2.old.aa.bb', 'v1.old.a*.bb', 'v1.old.aa.bb.cc'])('refuses %j', async (text) => {
    await expect(unseal(OLD, CONTEXT, text)).rejects.toThrow(UnsealError)
  })
})

describe('SEALING_KEYS', () => {
  test.each([
    [undefined, 'is missing'],
    ['  ', 'is missing'],
    ['justakey', 'key 1 has no name'],
    [':abc', 'the name of key 1'],
    ['a.b:abc', 'the name of key 1'],
    [`${OLD} k2:###`, 'key 2 is not base64'],
    [`k:${btoa('short')}`, 'key 1 has 5 bytes; it must have 32'],
    [`${OLD} ${OLD}`, 'two keys the same name'],
  ])('%j is refused: %s', (text, reason) => {
    expect(() => parseSealingKeys(text)).toThrow(SealingKeysError)
    expect(() => parseSealingKeys(text)).toThrow(reason)
  })

  test('never quotes a key', () => {
    const secret = 'c2VjcmV0IHNlY3JldA=='
    expect(() => parseSealingKeys(`k:${secret}`)).toThrow(/^((?!c2VjcmV0).)*$/s)
  })
})

import { describe, expect, test } from 'vitest'
import { oneName } from '../../../.run/house/one-name'
import { treeOf } from '../../../.run/house/tree'

function findings(texts: Record<string, string>, allowed: string[] = []) {
  return oneName([...treeOf(texts).values()], [{ names: allowed, reason: 'Given.' }]).findings
}

describe('One name, one meaning', () => {
  test('a type defined in two files is found, exported or not', () => {
    const texts = { 'src/a.ts': 'export interface Site {}', 'src/b.ts': '\ntype Site = string' }
    expect(findings(texts)).toEqual([{ where: 'src/a.ts:1', says: 'Site is defined in src/b.ts:2 as well' }])
  })

  test('a class counts as a type', () => {
    expect(findings({ 'src/a.ts': 'export class Alarm {}', 'src/b.ts': 'interface Alarm {}' })).toHaveLength(1)
  })

  test('a function is found where two files export it, and not where they keep it', () => {
    expect(findings({ 'src/a.ts': 'export function siteKey() {}', 'src/b.ts': 'function siteKey() {}' })).toEqual([])
    expect(
      findings({ 'src/a.ts': 'export function siteKey() {}', 'src/b.ts': 'export async function siteKey() {}' }),
    ).toEqual([{ where: 'src/a.ts:1', says: 'siteKey is defined in src/b.ts:1 as well' }])
  })

  test('overloads of one file are one definition', () => {
    const text =
      'export function read(a: string): string\nexport function read(a: number): number\nexport function read(a: never) { return a }'
    expect(findings({ 'src/a.ts': text })).toEqual([])
  })

  test('a name that is allowed is left out, until nothing needs it', () => {
    const texts = { 'src/a.ts': 'interface Row {}', 'src/b.ts': 'interface Row {}' }
    expect(findings(texts, ['Row'])).toEqual([])
    expect(findings({ 'src/a.ts': 'interface Row {}' }, ['Row'])).toEqual([
      { where: '.run/house/one-name.ts', says: 'Row needs no exception any more' },
    ])
  })
})

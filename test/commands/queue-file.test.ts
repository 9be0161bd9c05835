/** The local queue's file: what is read again, whatever order it was written in and wherever writing ended. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { QueueFile } from '../../.run/queue-file'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'queue-file-'))
  path = join(folder, 'queue.jsonl')
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('the queue’s file', () => {
  test('brings back what was kept and not struck, until that is struck in a later run', () => {
    const file = new QueueFile(path)
    file.write(kept('a', 'b'))
    file.write(kept('c'))
    file.write(struck('b'))
    expect(left()).toEqual(['a', 'c'])
    new QueueFile(path).write(struck('a'))
    expect(left()).toEqual(['c'])
  })

  test('knows a message that was struck before it was written', () => {
    const file = new QueueFile(path)
    file.write(kept('a'))
    file.write(struck('b'))
    file.write(kept('b'))
    expect(left()).toEqual(['a'])
  })

  test('is read past a line that was cut off, and written on after it', () => {
    const file = new QueueFile(path)
    file.write(kept('a'))
    appendFileSync(path, '\n{"kept":[{"kept":"lost","mess')
    file.write(kept('b'))
    expect(left()).toEqual(['a', 'b'])
  })

  test('is empty once everything was acked, and never much longer than what is left', () => {
    const file = new QueueFile(path)
    file.write(kept('a'))
    file.write(struck('a'))
    expect(statSync(path).size).toBe(0)
    file.write(kept('stays'))
    for (let n = 0; n < 6_000; n += 1) {
      file.write(kept(`m${n}`))
      file.write(struck(`m${n}`))
    }
    expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThan(3_000)
    expect(left()).toEqual(['stays'])
  })

  test('is for this user alone', () => {
    new QueueFile(path).write(kept('a'))
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})

function left(): string[] {
  return new QueueFile(path).left.map((one) => one.kept)
}

function kept(...ids: string[]): string {
  const message = { v: 1, kind: 'firing', marketplace: 'm1', event: 'e1', firing: 'f1', copies: 0 }
  return JSON.stringify({ kept: ids.map((id) => ({ kept: id, message })) })
}

function struck(...ids: string[]): string {
  return JSON.stringify({ struck: ids })
}

import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readQueueFiles, removeUnfinishedFiles } from '../../.run/queue-files'

const state = mkdtempSync(join(tmpdir(), 'queue-files-'))
const folder = join(state, 'queue')

afterEach(() => rmSync(folder, { recursive: true }))

describe('A queue kept in files', () => {
  test('what the local queue held is read oldest first, past a file that was cut off', () => {
    expect(readQueueFiles(folder)).toEqual([])
    write('younger', '{"kind":"event"}', 2_000)
    write('older', '{"kind":"firing"}', 1_000)
    write('cut', '{"kind":"fir', 1_500)
    expect(readQueueFiles(folder)).toEqual([
      { kept: 'older', message: { kind: 'firing' } },
      { kept: 'younger', message: { kind: 'event' } },
    ])
  })

  test('what a killed runtime was still writing is no message, and is removed', () => {
    readQueueFiles(folder)
    write('whole', '{"kind":"event"}', 1_000)
    write('.kj-tmp.12.3', '{"kind":"firing"}', 2_000)
    expect(readQueueFiles(folder)).toEqual([{ kept: 'whole', message: { kind: 'event' } }])
    removeUnfinishedFiles(folder)
    expect(readdirSync(folder)).toEqual(['whole'])
  })

  test('its folder is for this user alone', () => {
    readQueueFiles(folder)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })
})

function write(name: string, text: string, seconds: number): void {
  writeFileSync(join(folder, name), text)
  utimesSync(join(folder, name), seconds, seconds)
}

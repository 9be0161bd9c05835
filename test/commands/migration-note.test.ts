import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasAllMigrations, noteMigrations } from '../../.run/migration-note'

const FIRST = { name: '0001_first.sql', queries: [] }
const SECOND = { name: '0002_second.sql', queries: [] }

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enrollwire-note-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('the note of applied migrations', () => {
  test('is missing beside a database of an older version', () => {
    expect(hasAllMigrations(folder, [FIRST])).toBe(false)
  })

  test('says so when every migration is applied', () => {
    noteMigrations(folder, [FIRST, SECOND])
    expect(hasAllMigrations(folder, [FIRST, SECOND])).toBe(true)
  })

  test('does not cover a migration that came since, nor a version that knew another', () => {
    noteMigrations(folder, [FIRST])
    expect(hasAllMigrations(folder, [FIRST, SECOND])).toBe(false)
    noteMigrations(folder, [FIRST, SECOND])
    expect(hasAllMigrations(folder, [FIRST])).toBe(false)
  })
})

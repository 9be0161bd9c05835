import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { type Migration, migrate } from '../../.run/migrate'

const notes: Migration = {
  name: '9001_notes.sql',
  queries: ['CREATE TABLE notes (id TEXT PRIMARY KEY)', `INSERT INTO notes (id) VALUES ('first')`],
}

async function applied(): Promise<string[]> {
  const { results } = await env.DB.prepare('SELECT name FROM d1_migrations ORDER BY id').all<{ name: string }>()
  return results.map(({ name }) => name)
}

describe('npm run deploy migrates', () => {
  test('applies what the database has not seen, once', async () => {
    const before = await applied()
    await migrate(env.DB, [...env.TEST_MIGRATIONS, notes])
    await migrate(env.DB, [...env.TEST_MIGRATIONS, notes])
    expect(await applied()).toEqual([...before, notes.name])
    expect(await env.DB.prepare('SELECT count(*) AS n FROM notes').first('n')).toBe(1)
  })

  test('begins with a database that has seen none', async () => {
    await env.DB.prepare('DROP TABLE d1_migrations').run()
    await migrate(env.DB, [{ name: '9002_more.sql', queries: ['CREATE TABLE more (id TEXT)'] }])
    expect(await applied()).toEqual(['9002_more.sql'])
  })

  test('applies one that fails halfway not at all', async () => {
    const broken = { name: '9003_broken.sql', queries: ['CREATE TABLE halfway (id TEXT)', 'CREATE TABLE'] }
    await expect(migrate(env.DB, [broken])).rejects.toThrow()
    expect(await applied()).not.toContain(broken.name)
    await migrate(env.DB, [{ ...broken, queries: ['CREATE TABLE halfway (id TEXT)'] }])
    expect(await applied()).toContain(broken.name)
  })
})

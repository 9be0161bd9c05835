import { describe, expect, test } from 'vitest'
import { parseModule } from '../../../.run/house/module'
import { rawSql } from '../../../.run/house/raw-sql'

const callsOf = (text: string) => parseModule('src/a.ts', text).statements.map(({ line, call }) => `${line} ${call}`)

describe('SQL as text', () => {
  test('is what D1 prepares and executes', () => {
    expect(callsOf("await env.DB\n  .prepare('SELECT 1')\n  .first()")).toEqual(['2 prepare(…)'])
    expect(callsOf("const look = (sql: string) => db.prepare(sql).bind('a')")).toEqual(['1 prepare(…)'])
    expect(callsOf("this.#env.DB.exec('DELETE FROM rules')\nd1.exec(all)")).toEqual(['1 exec(…)', '2 exec(…)'])
  })

  test('is a whole statement handed to drizzle', () => {
    expect(callsOf('drizzle(d1).all(sql`SELECT 1`)')).toEqual(['1 all(sql…)'])
    expect(callsOf('db.where(sql.raw(text))')).toEqual(['1 sql.raw(…)'])
  })

  test('is not a fragment in a query of drizzle, nor what an object or an expression executes', () => {
    expect(callsOf('drizzle(d1).select().from(rules).where(sql`lower(name) = 1`)')).toEqual([])
    expect(callsOf('drizzle(d1).select().from(rules).prepare()')).toEqual([])
    expect(callsOf("this.#sql.exec('DELETE FROM log'); /^a/.exec(text); DAY.exec(text)")).toEqual([])
  })
})

describe('A hot path', () => {
  const files = (text: string) => [parseModule('src/hot.ts', text), parseModule('src/a.ts', "db.prepare('SELECT 1')")]
  const hot = [{ path: 'src/hot.ts', reason: 'Made up.' }]

  test('may write SQL, the rest may not', () => {
    expect(rawSql(files("db.prepare('SELECT 1')"), hot).findings).toEqual([
      { where: 'src/a.ts:1', says: 'prepare(…) outside the hot paths; use drizzle' },
    ])
  })

  test('without SQL is none any more', () => {
    expect(rawSql(files(''), hot).findings[1]).toEqual({
      where: '.run/house/raw-sql.ts',
      says: 'src/hot.ts has no SQL as text',
    })
  })
})

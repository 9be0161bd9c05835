import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import type { Captured } from '../release'
import { Started } from '../start'
import { run } from '../statements'
import { d1Now } from '../stored'

export function database(captured: Captured): void {
  Started.forAll(captured)

  test('every migration since applies on top of its rows, and keeps them', async () => {
    const { rows: today } = await d1Now()
    const applied = today.d1_migrations?.map(({ name }) => name)
    expect(applied).toEqual(env.TEST_MIGRATIONS.map(({ name }) => name))
    for (const [table, rows] of Object.entries(captured.d1.rows)) {
      expect(today[table]?.slice(0, rows.length), table).toMatchObject(rows)
    }
  })

  test('its own code goes on reading: every row and column it knew says what it said', async () => {
    expect(captured.statements.reads.length).toBeGreaterThan(40)
    for (const read of captured.statements.reads) {
      expect(await run(read), read.sql).toMatchObject(read.answer)
    }
  })

  test('and goes on writing, on empty tables', async () => {
    expect(captured.statements.writes.length).toBeGreaterThan(20)
    for (const table of Object.keys(captured.d1.rows)) {
      if (table !== 'd1_migrations') {
        await env.DB.exec(`DELETE FROM ${table}`)
      }
    }
    const failed: string[] = []
    for (const write of captured.statements.writes) {
      await run(write).catch((error: unknown) => failed.push(`${write.sql}: ${error}`))
    }
    expect(failed).toEqual([])
  })
}

/** What a filter shows, as a file. */
import { Hono } from 'hono'
import type { Web } from '../http/context'
import { viewerOf } from '../http/respond'
import { csvOf } from './csv'
import { askedOf, queryOf } from './query'

/** All the log holds. */
const EVERY_ENTRY = 1000

export const logExport = new Hono<Web>()

logExport.get('/logs.csv', async (c) => {
  const viewer = viewerOf(c)
  const query = queryOf(askedOf(c), viewer.zone)
  const { waiting, rows } = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).log({
    ...query,
    limit: EVERY_ENTRY,
  })
  const day = new Date(viewer.now).toISOString().slice(0, 10)
  return c.body(csvOf([...waiting, ...rows]), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="enrollwire-log-${day}.csv"`,
    'Cache-Control': 'private, no-store',
  })
})

import { Hono } from 'hono'
import type { Web } from '../http/context'
import { readViewer } from '../http/respond'
import { toCsv } from './csv'
import { readFilters, toQuery } from './query'

/** The log's limit. */
const EVERY_ENTRY = 1000

export const logExport = new Hono<Web>()

logExport.get('/logs.csv', async (c) => {
  const viewer = readViewer(c)
  const query = toQuery(readFilters(c), viewer)
  const { waiting, rows } = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).log({
    ...query,
    limit: EVERY_ENTRY,
  })
  const day = new Date(viewer.now).toISOString().slice(0, 10)
  return c.body(toCsv([...waiting, ...rows]), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="enrollwire-log-${day}.csv"`,
    'Cache-Control': 'private, no-store',
  })
})

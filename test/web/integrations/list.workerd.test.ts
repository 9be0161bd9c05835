import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { integrationFor, Visitor } from '../setup-pages'

describe('The list of integrations', () => {
  test('a deletion that stopped before its journal knew of it goes on once the list is looked at', async () => {
    const ada = new Visitor()
    const id = await integrationFor(ada)
    await env.DB.prepare('UPDATE integrations SET deleting_at = ? WHERE id = ?').bind(Date.now(), id).run()
    ada.called.length = 0
    await ada.get('/integrations')
    const started = () => ada.called.filter((call) => call.startsWith(`startJob({"id":"delete-integration ${id}"`))
    expect(started()).toHaveLength(1)

    const job = {
      id: `delete-integration ${id}`,
      title: 'Deleting Academy',
      status: 'running',
      startedAt: 1,
      endedAt: null,
    }
    ada.journal.jobs = [{ ...job, person: null, done: 0, total: null, result: null, retriedAt: null, stoppable: false }]
    expect((await ada.get('/integrations')).text).toContain('Deleting Academy')
    expect(started()).toHaveLength(1)
  })
})

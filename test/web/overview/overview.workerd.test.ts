import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { final, sampleEvent, sampleRule } from '../../journal/samples'
import { get, PARTIAL } from '../logs/signed-in'

describe('Overview', () => {
  test('a new marketplace sees its first steps', async () => {
    const { html } = await get('/m/new-shop/overview')
    expect(html).toContain('Let’s get you set up.')
    expect(html).toContain('0 of 5 done')
    expect(html).toContain('/m/new-shop/products/new')
    expect(html).toContain('An admin does this')
  })

  test('once a customer was enrolled the figures replace the steps', async () => {
    const journal = env.JOURNAL.getByName('busy-shop')
    const { firings } = await journal.receive(sampleEvent({ marketplace: 'busy-shop' }), [
      sampleRule({ marketplace: 'busy-shop' }),
    ])
    await journal.record([{ event: 'e1', firing: firings[0]?.firing.id ?? '', settling: final('enrolled') }])
    const { html } = await get('/m/busy-shop/overview')
    expect(html).toContain('Last 30 days')
    expect(html).toContain('1 change')
    expect(html).not.toContain('five steps')
  })

  test('a backlog that is done stops asking', async () => {
    const { html } = await get('/m/new-shop/overview/backlog', PARTIAL)
    expect(html).toMatch(/^<div id="backlog">/)
    expect(html).not.toContain('hx-get')
  })
})

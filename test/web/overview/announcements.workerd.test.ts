import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { describe, expect, test } from 'vitest'
import { insertRules } from '../../../src/rules/new-rules'
import { sampleRule } from '../../journal/samples'
import { get, post } from '../logs/signed-in'

describe('Announcements', () => {
  test('what an update changed is announced until it is answered, and giving back goes off for all rules at once', async () => {
    await shop('old-shop')
    const { html } = await get('/m/old-shop/overview')
    expect(html).toContain('Your rules now give access back')
    expect(html).toContain('Days of access end in UTC')
    await post('/m/old-shop/overview/announcements/give-back/switch-off')
    await post('/m/old-shop/overview/announcements/give-back/switch-off')
    await post('/m/old-shop/overview/announcements/zone/dismissals')
    expect(await isGivenBack('old-shop')).toBe(0)
    const after = await get('/m/old-shop/overview')
    expect(after.html).not.toContain('give access back')
    expect(after.html).not.toContain('end in UTC')
    const { results } = await env.DB.prepare('SELECT did, what FROM audit WHERE marketplace = ?').bind('old-shop').all()
    expect(results).toEqual([{ did: 'switched off', what: 'giving access back, for all rules' }])
  })

  test('putting the announcement away changes no rule, and another marketplace’s neither', async () => {
    await shop('one-shop')
    await shop('other-shop')
    await post('/m/one-shop/overview/announcements/give-back/dismissals')
    expect((await get('/m/one-shop/overview')).html).not.toContain('give access back')
    expect(await isGivenBack('one-shop')).toBe(1)
    await post('/m/one-shop/overview/announcements/give-back/switch-off')
    expect(await isGivenBack('other-shop')).toBe(1)
    expect((await get('/m/other-shop/overview')).html).toContain('Your rules now give access back')
    expect((await post('/m/one-shop/overview/announcements/prices/dismissals')).status).toBe(404)
  })
})

/** A marketplace from before 0.2.0 with a rule that ends access. */
async function shop(id: string): Promise<void> {
  const columns = 'id, name, slug, created_at, announce_give_back, announce_zone'
  await env.DB.prepare(`INSERT INTO marketplaces (${columns}) VALUES (?1, ?1, ?1, 0, 1, 1)`).bind(id).run()
  const rule = sampleRule({ id: `${id}-rule`, marketplace: id, trigger: 'product.refunded', action: 'expire_course' })
  await drizzle(env.DB).batch(insertRules(drizzle(env.DB), [rule]) as [ReturnType<typeof insertRules>[number]])
}

async function isGivenBack(marketplace: string) {
  const row = await env.DB.prepare('SELECT give_back FROM rules WHERE marketplace = ?').bind(marketplace).first()
  return row?.give_back
}

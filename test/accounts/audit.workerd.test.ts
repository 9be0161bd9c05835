import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { listAudit, recordAudit } from '../../src/accounts/audit'

const ADA = { name: 'Ada', email: 'ada@example.com' }

test('tells a marketplace, newest first, who did what, and no other marketplace', async () => {
  await recordAudit(env.DB, { marketplace: 'shop', person: ADA, did: 'saved', what: 'the integration “Academy”' })
  await new Promise((soon) => setTimeout(soon, 5))
  await recordAudit(env.DB, { marketplace: 'shop', person: ADA, did: 'deleted', what: 'the rule “Club”' })
  await recordAudit(env.DB, { marketplace: 'rival', person: ADA, did: 'saved', what: 'a secret of its own' })
  const lines = await listAudit(env.DB, 'shop', 10)
  expect(lines.map(({ person, did, what }) => `${person} ${did} ${what}`)).toEqual([
    'Ada (ada@example.com) deleted the rule “Club”',
    'Ada (ada@example.com) saved the integration “Academy”',
  ])
  expect(await listAudit(env.DB, 'shop', 1)).toHaveLength(1)
})

import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { describe, expect, test } from 'vitest'
import { listAudit } from '../../src/accounts/audit'
import { auditLine } from '../../src/accounts/audit-line'

const ADA = { id: 'p1', name: 'Ada', email: 'ada@example.com' }

async function write(marketplace: string, did: string, what: string): Promise<void> {
  await auditLine(drizzle(env.DB), { marketplace, person: ADA }, { did, what })
}

describe('The audit trail', () => {
  test('shows a marketplace, newest first, who did what, and nothing to any other', async () => {
    await write('shop', 'saved', 'the integration “Academy”')
    await new Promise((soon) => setTimeout(soon, 5))
    await write('shop', 'deleted', 'the rule “Club”')
    await write('rival', 'saved', 'a secret of its own')
    const lines = await listAudit(env.DB, 'shop', 10)
    expect(lines.map(({ person, did, what }) => `${person} ${did} ${what}`)).toEqual([
      'Ada (ada@example.com) deleted the rule “Club”',
      'Ada (ada@example.com) saved the integration “Academy”',
    ])
    expect(await listAudit(env.DB, 'shop', 1)).toHaveLength(1)
  })
})

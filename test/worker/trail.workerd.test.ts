/** Who changed credentials, secrets, rules and members: visible to admins, on the whole Worker. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { ACADEMY, ACADEMY_COURSES } from '../simulator/academy'
import { openAnother, PASSWORD, Person, setUp } from './person'
import { thinkific } from './shop'

const MIA = 'Mia Chen (mia@example.com)'
const SAM = 'Sam (sam@example.com)'

let mia: Person
let sam: Person
let base: string
let other: string

beforeAll(async () => {
  await thinkific()
  mia = new Person()
  base = `/m/${await setUp(mia)}`
  other = `/m/${await openAnother(mia, 'Other shop')}`
  sam = await invited()
  await integrationChanged()
  await secretsChanged()
  await rulesChanged()
  await memberChanged()
})

describe('The trail', () => {
  test('names who did what, newest first', async () => {
    expect((await trail()).toReversed()).toEqual([
      `${MIA} made the marketplace Mia’s shop`,
      `${MIA} invited a merchant: sam@example.com`,
      `${SAM} joined the team as merchant, invited by Mia Chen`,
      `${MIA} added the integration “Academy” (academy.thinkific.com)`,
      `${MIA} changed the integration “Yoga Academy”`,
      `${MIA} changed the credentials of the integration “Yoga Academy”`,
      `${MIA} created the webhook endpoint`,
      `${MIA} rotated the webhook’s signing secret`,
      `${MIA} revoked a signing secret of the webhook`,
      `${SAM} added the rule “Enroll”`,
      `${SAM} switched off the rule “Enroll”`,
      `${SAM} deleted the rule “Enroll”`,
      `${MIA} deleted the integration “Yoga Academy” with 0 rules`,
      `${MIA} made a link for a new password of sam@example.com`,
      `${MIA} made admin sam@example.com`,
      `${MIA} made merchant sam@example.com`,
    ])
  })

  test('is shown to no merchant, and to no other marketplace', async () => {
    expect((await sam.get(`${base}/team`)).text).not.toContain('Who changed what')
    expect(await trail(other)).toEqual([`${MIA} made the marketplace Other shop`])
  })

  test('outlives a member, and holds no secret', async () => {
    const [member] = await ids(`SELECT id FROM members WHERE role = 'merchant'`)
    await mia.post(`${base}/team/members/${member}/removals`)
    const lines = (await trail()).join('\n')
    expect(lines).toContain(`${MIA} removed from the team sam@example.com`)
    expect(lines).toContain(`${SAM} joined`)
    expect(lines).not.toMatch(/whsec_|demo-academy|token/)
  })

  test('gets no line from what was refused', async () => {
    const before = await trail()
    await mia.post(`${base}/integrations`, { id: crypto.randomUUID(), name: 'X', site: 'academy', key: 'k'.repeat(32) })
    await mia.post(`${base}/team/invitations`, { email: 'no email', role: 'merchant' })
    await sam.post(`${base}/webhook/endpoints`, { id: crypto.randomUUID() })
    expect(await trail()).toEqual(before)
  })
})

async function invited(): Promise<Person> {
  await mia.post(`${base}/team/invitations`, { email: 'sam@example.com', role: 'merchant' })
  const [invitation = ''] = await ids('SELECT id FROM invitations')
  const person = new Person()
  await person.post('/sign-up', { invitation, name: 'Sam', password: PASSWORD })
  return person
}

async function integrationChanged(): Promise<void> {
  const form = { name: 'Academy', site: 'academy', key: ACADEMY.apiKey, pace: '120' }
  await mia.post(`${base}/integrations`, { ...form, id: crypto.randomUUID() })
  const [integration] = await ids('SELECT id FROM integrations')
  await mia.post(`${base}/integrations/${integration}`, { ...form, name: 'Yoga Academy', key: '' })
  await mia.post(`${base}/integrations/${integration}`, { ...form, name: 'Yoga Academy', key: ACADEMY.accessToken })
}

async function secretsChanged(): Promise<void> {
  await mia.post(`${base}/webhook/endpoints`, { id: crypto.randomUUID() })
  const [old] = await ids(`SELECT id FROM endpoint_secrets WHERE kind = 'signing'`)
  await mia.post(`${base}/webhook/secrets`, { id: crypto.randomUUID(), kind: 'signing' })
  await mia.post(`${base}/webhook/secrets/${old}/revocations`)
}

async function rulesChanged(): Promise<void> {
  const [integration = ''] = await ids('SELECT id FROM integrations')
  const chosen = { product: '*', integration, action: 'create_course', trigger: 'product.purchased' }
  const target = String(ACADEMY_COURSES['Course Two'])
  await sam.post(`${base}/rules`, { ...chosen, id: crypto.randomUUID(), name: 'Enroll', target })
  const [rule] = await ids('SELECT id FROM rules')
  await sam.post(`${base}/rules/${rule}/activation`, { on: 'no' })
  await sam.post(`${base}/rules/${rule}/deletions`)
  await mia.post(`${base}/integrations/${integration}/deletions`)
}

async function memberChanged(): Promise<void> {
  const [member] = await ids(`SELECT id FROM members WHERE role = 'merchant'`)
  await mia.post(`${base}/team/members/${member}/password-links`)
  for (const role of ['admin', 'merchant']) {
    await mia.post(`${base}/team/members/${member}/role`, { role })
  }
}

/** The lines of the team's page, without their times. */
async function trail(at = base): Promise<string[]> {
  const { text } = await mia.get(`${at}/team`)
  const list = text.slice(text.indexOf('Who changed what'))
  // The sentence; what changed stands below it.
  return [...list.matchAll(/<li>.*?<div>(.*?)(?:<span class="under"|<span class="muted"|<\/div>)/gs)].map(
    ([, line = '']) => line.replace(/<[^>]*>/g, ''),
  )
}

async function ids(sql: string): Promise<string[]> {
  const { results } = await env.DB.prepare(sql).all<{ id: string }>()
  return results.map(({ id }) => id)
}

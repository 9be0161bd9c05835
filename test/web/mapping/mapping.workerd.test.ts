import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { listMappings } from '../../../src/integrations/mappings'
import { integrationFor, NOTHING_SEEN, Visitor } from '../setup-pages'

const fields = [
  { id: '1', label: 'Company', type: 'text', required: false },
  { id: '2', label: 'Country', type: 'country', required: true },
]

describe('Mapping', () => {
  test('works: a marketplace field fills a text field of Thinkific', async () => {
    const { ada, at, rows, academy } = await mapped()
    ada.journal.seen = { ...NOTHING_SEEN, fields: [{ id: 'Firma', name: null, last: 1 }] }
    expect((await ada.get(at)).text).toContain('+ Add Custom Field Mapping')
    const form = await ada.get(`${at}?add=yes`)
    expect(form.text).toContain('<option value="Firma">')
    expect(form.text).toMatch(/<option value="2" disabled[^>]*>Country \(type country, only text can be mapped\)/)
    expect((await ada.post(rows, { id: crypto.randomUUID(), field: 'Firma', definition: '1' })).to).toContain(at)
    expect(await listMappings(env.DB, ada.marketplace, academy)).toMatchObject([
      { field: 'Firma', definition: '1', definitionLabel: 'Company' },
    ])
  })

  test('maps a Thinkific field once, sent twice or chosen twice', async () => {
    const { ada, rows, academy } = await mapped()
    const form = { id: crypto.randomUUID(), field: 'Firma', definition: '1' }
    await ada.post(rows, form)
    expect((await ada.post(rows, form)).status).toBe(303)
    const again = await ada.post(rows, { ...form, id: crypto.randomUUID(), field: 'Other' })
    expect([again.status, again.text.includes('Company cannot be chosen: mapped already.')]).toEqual([422, true])
    expect(again.text).toContain('value="Other"')
    expect(await listMappings(env.DB, ada.marketplace, academy)).toHaveLength(1)
  })

  test('refuses fields that are not text, are gone, or have no name', async () => {
    const { ada, rows } = await mapped()
    const tries: [Record<string, string>, string][] = [
      [{ field: 'Land', definition: '2' }, 'only text can be mapped'],
      [{ field: 'Land', definition: '99' }, 'Thinkific no longer has this field'],
      [{ field: ' ', definition: '' }, 'Fix 2 problems'],
    ]
    for (const [typed, words] of tries) {
      const { status, text } = await ada.post(rows, { id: crypto.randomUUID(), ...typed })
      expect([status, text.includes(words)]).toEqual([422, true])
    }
  })

  test('says of a mapping that its field is gone, and removes it', async () => {
    const { ada, at, rows, academy } = await mapped()
    const id = crypto.randomUUID()
    await ada.post(rows, { id, field: 'Firma', definition: '1' })
    const empty = { v: 1, courses: [], bundles: [], fields: [], fetchedAt: 1 }
    await env.COPIES.put(`catalog:${academy}`, JSON.stringify(empty))
    expect((await ada.get(at)).text).toContain('Thinkific no longer has this field')
    expect((await new Visitor().post(`${rows}/${id}/deletions`)).status).toBe(404)
    await ada.post(`${rows}/${id}/deletions`)
    expect(await listMappings(env.DB, ada.marketplace, academy)).toEqual([])
    expect((await ada.post(`${rows}/${id}/deletions`)).status).toBe(404)
  })
})

async function mapped() {
  const ada = new Visitor()
  const academy = await integrationFor(ada, 'Academy', { fields })
  return { ada, academy, at: `/integrations/${academy}/mapping`, rows: `/integrations/${academy}/mappings` }
}

/** Notes on a customer's page, through the commands that pages call. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Author } from '../../../src/accounts/audit-line'
import { addNote, deleteNote, NOTE_CHARACTERS } from '../../../src/journal/customers/note-commands'
import { MOST_NOTES } from '../../../src/journal/customers/note-table'
import { adminOf } from '../../accounts/admin'
import { sampleEvent } from '../samples'

const email = 'ada@example.com'
let marketplace = ''
let ben: Author

beforeEach(async () => {
  marketplace = `notes-${crypto.randomUUID()}`
  ben = { marketplace, person: { id: 'ben', name: 'Ben', email: 'ben@example.com' } }
})

const journal = () => env.JOURNAL.getByName(marketplace)
const read = async (of = email) => (await journal().customer(of)).notes.map(({ author, text }) => `${author}: ${text}`)

describe('notes on a customer', () => {
  test('are listed newest first under their authors, and of that customer alone', async () => {
    await addNote(env, ben, { id: 'n1', email, text: ' Called her.\nShe is glad. ' })
    await scheduler.wait(2)
    await addNote(env, { ...ben, person: { ...ben.person, name: 'Zoë' } }, { id: 'n2', email, text: 'Paid by check.' })
    await addNote(env, ben, { id: 'n3', email: 'other@example.com', text: 'Someone else.' })
    expect(await read()).toEqual(['Zoë: Paid by check.', 'Ben: Called her.\nShe is glad.'])
    expect((await journal().customer(email)).notes.every(({ at }) => at > 0)).toBe(true)
  })

  test('say what is wrong with them, and are stored once however often a form is sent', async () => {
    expect(await addNote(env, ben, { id: 'n1', email, text: ' \n ' })).toMatchObject({ reason: 'empty' })
    const long = 'x'.repeat(NOTE_CHARACTERS + 1)
    expect(await addNote(env, ben, { id: 'n1', email, text: long })).toMatchObject({ reason: 'too long' })
    expect(await addNote(env, ben, { id: 'n1', email, text: long.slice(1) })).toEqual({ ok: true })
    expect(await addNote(env, ben, { id: 'n1', email, text: 'again' })).toEqual({ ok: true })
    expect(await read()).toEqual([`Ben: ${long.slice(1)}`])
    for (let n = 1; n < MOST_NOTES; n += 1) {
      await addNote(env, ben, { id: `more-${n}`, email, text: 'x' })
    }
    expect(await addNote(env, ben, { id: 'last', email, text: 'x' })).toMatchObject({ reason: 'full' })
  })

  test('are deleted by their author or an admin, and by no one else', async () => {
    await addNote(env, ben, { id: 'n1', email, text: 'Ben’s' })
    await addNote(env, ben, { id: 'n2', email, text: 'Ben’s too' })
    const eve: Author = { marketplace, person: { id: 'eve', name: 'Eve', email: 'eve@example.com' } }
    expect(await deleteNote(env, eve, { id: 'n1', email })).toMatchObject({ ok: false })
    expect(await read()).toHaveLength(2)
    expect(await deleteNote(env, ben, { id: 'n1', email })).toEqual({ ok: true })
    await adminOf(marketplace)
    const admin: Author = {
      marketplace,
      person: { id: `admin of ${marketplace}`, name: 'Ada', email: 'a@example.com' },
    }
    expect(await deleteNote(env, admin, { id: 'n2', email })).toEqual({ ok: true })
    expect(await deleteNote(env, admin, { id: 'n2', email })).toEqual({ ok: true })
    expect(await read()).toEqual([])
  })

  test('are part of an export, and go with the customer, also where others’ notes name them', async () => {
    await journal().receive(sampleEvent({ marketplace }), [])
    await addNote(env, ben, { id: 'n1', email, text: 'Wrote to her.' })
    await addNote(env, ben, { id: 'n2', email: 'other@example.com', text: `Same person as ${email}?` })
    expect((await journal().exportCustomer(email)).notes).toMatchObject([{ author: 'Ben', text: 'Wrote to her.' }])
    await journal().startJob({
      id: 'erasure 1',
      marketplace,
      kind: 'erase-customer',
      person: 'Ben',
      input: { customer: Buffer.from(email).toString('hex'), author: ben, receipt: '1' },
    })
    expect(await read()).toEqual([])
    expect(await read('other@example.com')).toEqual(['Ben: Same person as erased?'])
    const stored = await runInDurableObject(journal(), (_, { storage }) =>
      JSON.stringify(storage.sql.exec('SELECT * FROM customer_notes').toArray()),
    )
    expect(stored).not.toContain('ada@')
  })
})

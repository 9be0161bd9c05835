import { describe, expect, test } from 'vitest'
import { readMapping } from '../../../src/imports/rows/read-mapping'
import { fillMapping, findUnclearDate } from '../../../src/web/imports/mapping-form'
import { readFile } from '../../imports/upload'

/** What the form of a file asks, and what it says where all is left as it was filled. */
async function open(text: string) {
  const { columns } = await readFile(text)
  const record = { columns, mapping: null, changedAt: 1 } as unknown as Parameters<typeof fillMapping>[0]
  const read = readMapping({ ...fillMapping(record).values }, record)
  return { asks: findUnclearDate(record), errors: 'errors' in read ? Object.keys(read.errors) : [] }
}

describe('The form that maps columns', () => {
  test('asks how to read dates that leave it open', async () => {
    const found = await open('Email,Product,Date\na@x.io,Club,5/3/2026\n')
    expect(found).toEqual({ asks: '5/3/2026', errors: ['dateStyle'] })
  })

  test('asks none where a date decides', async () => {
    const found = await open('Email,Product,Date\na@x.io,Club,5/3/2026\na@x.io,Club,5/13/2026\n')
    expect(found).toEqual({ asks: null, errors: [] })
  })

  test('asks of dates in three styles, whichever come first', async () => {
    const dates = ['2026-05-01', '2026-05-02', 'May 3, 2026', '13/5/2026', '5/14/2026']
    const found = await open(`Email,Product,Date\n${dates.map((date) => `a@x.io,Club,"${date}"\n`).join('')}`)
    expect(found).toEqual({ asks: '13/5/2026', errors: ['dateStyle'] })
  })

  test('asks where two columns contradict each other', async () => {
    const found = await open('Email,Product,Date,Refund Date\na@x.io,Club,13/5/2026,5/14/2026\n')
    expect(found).toEqual({ asks: '13/5/2026', errors: ['dateStyle'] })
  })

  test('takes a column of emails with names in it', async () => {
    const found = await open('Email,Product\n"Ada Byron <ada@example.com>",Club\n')
    expect(found).toEqual({ asks: null, errors: [] })
  })

  test('refuses a column of names', async () => {
    const found = await open('Email,Product\nAda Byron,Club\n')
    expect(found.errors).toEqual(['email'])
  })
})

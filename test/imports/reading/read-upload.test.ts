import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFile, toBytes } from '../upload'

const HEAD = 'Email,Product,Date\r\n'

describe('a file is read as spreadsheets write it', () => {
  test.each([
    ['commas', 'Email,Name\na@x.io,"Byron, Ada"\n'],
    ['semicolons', 'Email;Name\na@x.io;"Byron, Ada"\n'],
    ['tabs', 'Email\tName\na@x.io\tByron, Ada\n'],
    ['bars', 'Email|Name\na@x.io|Byron, Ada\n'],
    ['Excel’s own first line', 'sep=;\nEmail;Name\na@x.io;Byron, Ada\n'],
    ['a byte order mark', '\ufeffEmail,Name\na@x.io,"Byron, Ada"\n'],
    ['old line ends', 'Email,Name\ra@x.io,"Byron, Ada"\r'],
    ['no line end at the end', 'Email,Name\na@x.io,"Byron, Ada"'],
  ])('with %s', async (_, text) => {
    const { columns, lines } = await readFile(text)
    expect(columns.map(({ name }) => name)).toEqual(['Email', 'Name'])
    expect(lines.map(([, cells]) => cells)).toEqual([['a@x.io', 'Byron, Ada']])
  })

  test('with line ends of several kinds, and rows numbered as a spreadsheet does', async () => {
    const { lines } = await readFile('Email,Name\r\na@x.io,A\n\rb@x.io,"two\r\nlines"\r\n\r\nc@x.io,C\r')
    expect(lines).toEqual([
      [2, ['a@x.io', 'A']],
      [4, ['b@x.io', 'two lines']],
      [6, ['c@x.io', 'C']],
    ])
  })

  test.each(['utf-16le', 'utf-16be', 'windows-1252'] as const)('in %s without a mark', async (encoding) => {
    const { lines } = await readFile(toBytes('Email,Name\na@x.io,Zoë Müller\n', encoding))
    expect(lines).toEqual([[2, ['a@x.io', 'Zoë Müller']]])
  })

  test.each(['utf-16le', 'utf-16be'] as const)(
    'in %s with a mark, in pieces that cut letters in two',
    async (encoding) => {
      const { lines } = await readFile(toBytes('\ufeffEmail,Name\na@x.io,Zoë\n', encoding), 3)
      expect(lines).toEqual([[2, ['a@x.io', 'Zoë']]])
    },
  )

  test('whose rows have cells too few or too many', async () => {
    const { lines } = await readFile(`${HEAD}a@x.io\nb@x.io,Club,2026-05-03,more,and more\n`)
    expect(lines).toEqual([
      [2, ['a@x.io']],
      [3, ['b@x.io', 'Club', '2026-05-03']],
    ])
  })

  test('with formulas: those that only keep zeros are their text, others stay as they are', async () => {
    const { lines } = await readFile('Email,Order,Total\na@x.io,"=""007""",=SUM(A1:A9)\n')
    expect(lines).toEqual([[2, ['a@x.io', '007', '=SUM(A1:A9)']]])
  })

  test('without a head: its columns are numbered', async () => {
    const { columns, lines } = await readFile('a@x.io,Club\nb@x.io,Club\n')
    expect(columns.map(({ name }) => name)).toEqual(['Column 1', 'Column 2'])
    expect(lines).toHaveLength(2)
  })

  test.each([
    ['its title above the head', 'Sales of 2026\n\nAll stores\nEmail,Name\na@x.io,Ada\n', ['Email', 'Name']],
    ['a title above a list of emails', 'Our buyers\nEmail\na@x.io\n', ['Email']],
    ['an @ in its head', 'Email @,Name\na@x.io,Ada\n', ['Email @', 'Name']],
    ['a column without a name', 'Email,\na@x.io,Ada\n', ['Email', 'Column 2']],
    [
      'hundreds of empty columns on the right',
      `Email,Name${','.repeat(998)}\na@x.io,Ada${','.repeat(998)}\n`,
      ['Email', 'Name'],
    ],
  ])('with %s', async (_, text, expected) => {
    const { columns, lines } = await readFile(text)
    expect(columns.map(({ name }) => name)).toEqual(expected)
    expect(lines.map(([, cells]) => cells[0])).toEqual(['a@x.io'])
  })

  test('with quotation marks inside quotation marks', async () => {
    const { lines } = await readFile(`${HEAD}a@x.io,"The "Big" Club",1\nb@x.io,"5"" vinyl",2\nc@x.io,5" vinyl,3\n`)
    expect(lines.map(([, cells]) => cells[1])).toEqual(['The "Big" Club', '5" vinyl', '5" vinyl'])
  })

  test.each(['utf-8', 'windows-1252'] as const)('in %s, whose first umlaut comes late', async (encoding) => {
    const { lines } = await readFile(
      toBytes(`Email,Name\n${'a@x.io,Ann\n'.repeat(8_000)}z@x.io,Müller\n`, encoding),
      7_001,
    )
    expect(lines.at(-1)).toEqual([8_002, ['z@x.io', 'Müller']])
    expect(lines).toHaveLength(8_001)
  })

  test('in slices of 500', async () => {
    const { sizes, rows, slices } = await readFile(HEAD + 'a@x.io,Club,2026-05-03\n'.repeat(1_203))
    expect({ sizes, rows, slices }).toEqual({ sizes: [500, 500, 203], rows: 1_203, slices: 3 })
  })

  test('the same whatever the pieces it arrives in', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', ' ', ';'), maxLength: 6 })
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, size) => {
          const text = `Email,Name\r\n${rows.map((cells) => `x${cells.map(quoted).join(',')}`.replace(/^x"/, '"x')).join('\r\n')}`
          const whole = await readFile(text, 100_000)
          expect(await readFile(text, size)).toEqual(whole)
          expect(whole.rows).toBe(rows.length)
        },
      ),
    )
  })
})

describe('a file is refused with the reason', () => {
  test.each([
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), 'picture'],
    ['a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0]), 'workbook'],
    ['a web page', toBytes('<!doctype html>\n<table><tr><td>Email</td></tr></table>\n'), 'web page'],
    ['bytes that are no text', new Uint8Array([1, 2, 0, 3, 4, 5, 0, 9, 9, 9, 9, 9]), 'not a CSV file'],
    ['nothing at all', new Uint8Array(0), 'Choose the CSV file'],
    ['a head alone', toBytes(HEAD), 'no rows'],
    ['a thousand columns', toBytes(Array.from({ length: 1_000 }, (_, n) => `c${n}`).join(',')), '1,000 columns'],
    [
      'a quotation mark that is never closed',
      toBytes(`${HEAD}"a@x.io,Club\n${'b@x.io,Club\n'.repeat(100_000)}`),
      'Row 2 does not end',
    ],
    [
      'one never closed near its end',
      toBytes(`${HEAD}a@x.io,Club,1\nb@x.io,"Club,2\nc@x.io,Club,3\n`),
      'Row 3 does not end',
    ],
    [
      'one that swallows the rows below',
      toBytes(`${HEAD}a@x.io,"Club" gold,1\nb@x.io,"Club",2\n`),
      'Row 2 does not end',
    ],
  ])('%s', async (_, file, reason) => {
    await expect(readFile(file, 50_000)).rejects.toThrow(reason)
  })

  test('more than 200,000 rows', async () => {
    await expect(readFile(`Email\n${'a@x.io\n'.repeat(200_001)}`, 500_000)).rejects.toThrow('more than 200,000 rows')
  })
})

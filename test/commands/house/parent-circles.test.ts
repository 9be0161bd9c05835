import { describe, expect, test } from 'vitest'
import { parentCircles } from '../../../.run/house/parent-circles'
import { edgesOf, treeOf } from '../../../.run/house/tree'

function findings(texts: Record<string, string>, registries: string[] = []) {
  const named = registries.map((path) => ({ path, reason: 'Given.' }))
  return parentCircles(edgesOf(treeOf(texts)), named).findings
}

const JOBS = {
  'src/journal/journal.ts': "import { run } from './jobs/run'",
  'src/journal/jobs/run.ts': "import { end } from '../end'\nexport const run = end",
  'src/journal/end.ts': 'export const end = 1',
}

describe('An import circle of a folder and its subfolder', () => {
  test('is found though no file is in it twice', () => {
    expect(findings(JOBS)).toEqual([
      {
        where: 'src/journal/',
        says: [
          'imports, and is imported by, src/journal/jobs/:',
          '    src/journal/journal.ts:1 → src/journal/jobs/run.ts',
          '    src/journal/jobs/run.ts:1 → src/journal/end.ts',
        ].join('\n'),
      },
    ])
  })

  test('is none where one way is by type, or the file is elsewhere', () => {
    expect(findings({ ...JOBS, 'src/journal/jobs/run.ts': "import type { End } from '../end'" })).toEqual([])
    expect(
      findings({ ...JOBS, 'src/journal/jobs/run.ts': "import '../log/end'", 'src/journal/log/end.ts': '' }),
    ).toEqual([])
  })

  test('is none through a registry, until that puts no folders together', () => {
    expect(findings(JOBS, ['src/journal/journal.ts'])).toEqual([])
    expect(findings({ ...JOBS, 'src/journal/journal.ts': '' }, ['src/journal/journal.ts'])).toEqual([
      { where: '.run/house/parent-circles.ts', says: 'src/journal/journal.ts puts no folders together' },
    ])
  })
})

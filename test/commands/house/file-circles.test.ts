import { describe, expect, test } from 'vitest'
import { fileCircles } from '../../../.run/house/file-circles'
import { edgesOf, treeOf } from '../../../.run/house/tree'

function circles(texts: Record<string, string>) {
  return fileCircles(edgesOf(treeOf(texts))).findings
}

describe('An import circle between files', () => {
  test('is found in one folder and over several, each once', () => {
    const found = circles({
      'src/a/one.ts': "import './two'",
      'src/a/two.ts': "export { one } from './one'",
      'src/b.ts': "import './c/d'",
      'src/c/d.ts': "import '../e'",
      'src/e.ts': "import './b'",
      'src/f.ts': "import './b'",
    })
    expect(found).toEqual([
      { where: 'src/a/one.ts', says: 'imports, and is imported by, src/a/two.ts' },
      { where: 'src/b.ts', says: 'imports, and is imported by, src/c/d.ts, src/e.ts' },
    ])
  })

  test('is none where one of them only takes types', () => {
    expect(circles({ 'src/one.ts': "import './two'", 'src/two.ts': "import type { One } from './one'" })).toEqual([])
  })
})

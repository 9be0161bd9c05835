import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { houseChecks } from '../../../.run/house/checks'

let root = ''

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function findings(name: string): string[] {
  const check = houseChecks(root).checks.find((one) => one.name === name)
  return check?.findings.map(({ where }) => where) ?? []
}

describe('The checks of the house', () => {
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'house-'))
    write('src/index.ts', "import { app } from './web/app'\nexport default app\n")
    write('src/web/app.tsx', "import { page } from '../../views/page'\nexport const app = page\n")
    write('views/page.tsx', 'export const page = <p>{/* A page. */}</p>\n')
    write('views/assets/app.js', '// No module of ours.\n')
    write(
      'test/web/app.test.ts',
      "import { app } from '../../src/web/app'\n// A test's comment is no line of the product.\n",
    )
    write('.run/start.ts', "import '../src/index'\n")
  })

  afterEach(() => rmSync(root, { recursive: true }))

  test('find nothing where all is in order', () => {
    expect(findings('Order of stations')).toEqual([])
    expect(findings('Comment lines')).toEqual([])
    expect(findings('Dead exports')).toEqual([])
    expect(houseChecks(root).graph).toEqual(['index (1)  web 1+0', 'web (1)    views 1+0', 'views (1)  –'])
  })

  test('read src and views, with tests and commands as their users', () => {
    write(
      'views/page.tsx',
      "import { app } from '../src/web/app'\n// One.\nexport const page = 1\nexport const other = app\n",
    )
    write('test/web/app.test.ts', "import { other } from '../../views/page'\n")
    expect(findings('Order of stations')).toEqual(['views/page.tsx:1'])
    expect(findings('Comment lines')).toEqual(['src, views'])
    expect(findings('Dead exports')).toEqual(['views/page.tsx:4'])
    write('.run/start.ts', "import { other } from '../views/page'\n")
    expect(findings('Dead exports')).toEqual([])
  })
})

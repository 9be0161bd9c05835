import { describe, expect, test } from 'vitest'
import { folderGraph } from '../../../.run/house/folder-graph'
import { edgesOf, treeOf } from '../../../.run/house/tree'

describe('The folder graph', () => {
  test('shows stations from the entry down, with imports by value and by type', () => {
    const tree = treeOf({
      'src/model/event.ts': 'export const event = 1',
      'src/helpers/day.ts': '',
      'src/env.ts': '',
      'src/web/app.tsx':
        "import { event } from '../model/event'\nimport { page } from './page'\nimport type { Env } from '../env'",
      'src/web/page.tsx':
        "import type { Event } from '../model/event'\nimport { z } from 'zod'\nimport { row } from '../../views/row'",
      'src/index.ts': "const app = import('./web/app')",
      'views/row.tsx': '',
    })
    expect(folderGraph(edgesOf(tree), [...tree.keys()])).toEqual([
      'index (1)    web 1+0',
      'web (2)      views 1+0, model 1+1, env 0+1',
      'views (1)    –',
      'model (1)    –',
      'helpers (1)  –',
      'env (1)      –',
    ])
  })
})

import { SourceMap } from 'node:module'
import { build } from 'rolldown'
import { beforeAll, describe, expect, test } from 'vitest'
import { workerBundle } from '../../.run/bundle'
import { minifyChunk } from '../../.run/minify'

/** What only pages need: sign-in, views, and the pages themselves. */
const PAGES_ONLY = /better-auth|better-call|\/views\/|\/src\/web\/|hono\/.*jsx/

/** The files in each part, and the parts it imports before it runs. */
const parts = new Map<string, { files: string[]; imports: string[] }>()

describe('the Worker’s bundle', () => {
  beforeAll(async () => {
    const { output } = await build({ ...workerBundle(false), write: false })
    for (const part of output) {
      if (part.type === 'chunk') {
        parts.set(part.fileName, { files: Object.keys(part.modules), imports: part.imports })
      }
    }
  })

  test('takes an event without reading any part that only pages need', () => {
    const first = reached('product.js')
    expect(first.some((file) => file.endsWith('/src/intake/hooks.ts'))).toBe(true)
    expect(first.filter((file) => PAGES_ONLY.test(file))).toEqual([])
  })

  test('has the pages in parts of their own', () => {
    expect(reached('part-app.js').some((file) => PAGES_ONLY.test(file))).toBe(true)
  })

  test('maps what is minified to its source', async () => {
    const input = './src/model/shorten.ts'
    const { output } = await build({ ...workerBundle(true), input, plugins: [], write: false })
    const { code, map } = await minifyChunk(output[0])
    const lines = code.slice(0, code.indexOf('.slice(')).split('\n')
    const at = new SourceMap(JSON.parse(map)).findEntry(lines.length - 1, lines.at(-1)?.length ?? 0)
    expect(at).toMatchObject({ originalSource: expect.stringMatching(/src\/model\/shorten\.ts$/) })
  })
})

function reached(name: string, seen = new Set<string>()): string[] {
  const part = parts.get(name)
  if (part === undefined || seen.has(name)) {
    return []
  }
  seen.add(name)
  return [...part.files, ...part.imports.flatMap((imported) => reached(imported, seen))]
}

import { describe, expect, test } from 'vitest'
import { parseModule } from '../../../.run/house/module'

function importsOf(text: string) {
  return parseModule('src/a.tsx', text).imports.map(({ specifier, kind, names }) => [specifier, kind, names])
}

describe('The imports of a file', () => {
  test('are of types where every name is one', () => {
    expect(importsOf("import type { A } from './a'")).toEqual([['./a', 'type', ['A']]])
    expect(importsOf("import { type A, type B } from './a'")).toEqual([['./a', 'type', ['A', 'B']]])
    expect(importsOf("import type A from './a'")).toEqual([['./a', 'type', ['default']]])
    expect(importsOf("export type { A } from './a'")).toEqual([['./a', 'type', ['A']]])
    expect(importsOf("export type * from './a'")).toEqual([['./a', 'type', 'all']])
    expect(importsOf("type A = import('./a').A")).toEqual([['./a', 'type', ['A']]])
    expect(importsOf("type A = typeof import('./a')")).toEqual([['./a', 'type', 'all']])
  })

  test('are of values where one name is, or none is given', () => {
    expect(importsOf("import { type A, b } from './a'")).toEqual([['./a', 'value', ['A', 'b']]])
    expect(importsOf("import a, { b as c } from './a'")).toEqual([['./a', 'value', ['default', 'b']]])
    expect(importsOf("import * as a from './a'")).toEqual([['./a', 'value', 'all']])
    expect(importsOf("import './a'")).toEqual([['./a', 'value', []]])
    expect(importsOf("export { a as b } from './a'")).toEqual([['./a', 'value', ['a']]])
    expect(importsOf("export * from './a'")).toEqual([['./a', 'value', 'all']])
  })

  test('count late ones, with the names taken from them', () => {
    expect(importsOf("const { a, b: c } = await import('./a')")).toEqual([['./a', 'value', ['a', 'b']]])
    expect(importsOf("const a = (await import('./a')).b")).toEqual([['./a', 'value', ['b']]])
    expect(importsOf("const a = (await import('./a'))[b]")).toEqual([['./a', 'value', 'all']])
    expect(importsOf("const { a, ...rest } = await import('./a')")).toEqual([['./a', 'value', 'all']])
    expect(importsOf("import('./a').then((a) => a.b())")).toEqual([['./a', 'value', 'all']])
  })

  test('are not the ones in comments, strings and templates', () => {
    const text = ["// import './a'", "/* import './b' */", 'const c = "import \'./c\'"', "const d = `import './d'`"]
    expect(importsOf(text.join('\n'))).toEqual([])
  })

  test('have the line they start on, after letters of two units too', () => {
    const { imports, exports } = parseModule(
      'src/a.ts',
      "// 🎓 é\n\nimport {\n  b,\n} from './b'\n\nexport const a = b\n",
    )
    expect(imports.map(({ line }) => line)).toEqual([3])
    expect(exports).toEqual([{ name: 'a', line: 7 }])
  })
})

describe('A file that cannot be parsed', () => {
  test('is named', () => {
    expect(() => parseModule('src/a.ts', 'import {')).toThrow('src/a.ts')
  })
})

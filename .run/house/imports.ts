/** What a file imports: statements, re-exports, `import()`, and `import().Type`. */
import { type ESTree, type ParseResult, Visitor } from 'rolldown/utils'

export interface Import {
  specifier: string
  line: number
  /** `type` is gone when the Worker runs. A dynamic import is a value. */
  kind: 'value' | 'type'
  names: string[] | 'all'
}

interface Entry {
  importName: { kind: string; name?: string | null | undefined }
  isType: boolean
}

type Line = (offset: number) => number

/** `export … from` imports as well. */
export function staticImports({ staticImports, staticExports }: ParseResult['module'], line: Line): Import[] {
  return [
    ...staticImports.map(({ start, moduleRequest, entries }) => importOf(moduleRequest.value, line(start), entries)),
    ...staticExports.flatMap(({ start, entries }) => {
      const from = entries.find(({ moduleRequest }) => moduleRequest)?.moduleRequest?.value
      return from === undefined ? [] : [importOf(from, line(start), entries)]
    }),
  ]
}

function importOf(specifier: string, line: number, entries: Entry[]): Import {
  const kind = entries.length > 0 && entries.every(({ isType }) => isType) ? 'type' : 'value'
  const whole = entries.some(({ importName }) => ['NamespaceObject', 'All', 'AllButDefault'].includes(importName.kind))
  return { specifier, line, kind, names: whole ? 'all' : entries.map(({ importName }) => importName.name ?? 'default') }
}

/** `const { a } = await import('…')` and `(await import('…')).a` take one name; other uses count as all of them. */
export function lateImports(program: ESTree.Program, line: Line): Import[] {
  const imports: Import[] = []
  const taken = new Map<ESTree.Node, string[]>()
  new Visitor({
    VariableDeclarator({ id, init }) {
      const names = propertiesOf(id)
      if (init?.type === 'AwaitExpression' && names !== null) {
        taken.set(init.argument, names)
      }
    },
    MemberExpression({ object, property, computed }) {
      const awaited = object.type === 'ParenthesizedExpression' ? object.expression : object
      if (awaited.type === 'AwaitExpression' && !computed && property.type === 'Identifier') {
        taken.set(awaited.argument, [property.name])
      }
    },
    ImportExpression(node) {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string') {
        const names = taken.get(node) ?? 'all'
        imports.push({ specifier: node.source.value, line: line(node.start), kind: 'value', names })
      }
    },
    TSImportType({ source, qualifier, start }) {
      const names: Import['names'] = qualifier?.type === 'Identifier' ? [qualifier.name] : 'all'
      imports.push({ specifier: source.value, line: line(start), kind: 'type', names })
    },
  }).visit(program)
  return imports
}

/** Null for a pattern that takes more than its names say. */
function propertiesOf(pattern: ESTree.BindingPattern): string[] | null {
  if (pattern.type !== 'ObjectPattern') {
    return null
  }
  const names = pattern.properties.map((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' ? property.key.name : null,
  )
  return names.every((name) => name !== null) ? names : null
}

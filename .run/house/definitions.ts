/** The types and functions a file defines at its top level. */
import type { ESTree } from 'rolldown/utils'

export interface Definition {
  name: string
  line: number
  is: 'type' | 'function'
  isExported: boolean
}

export function definitions(program: ESTree.Program, line: (offset: number) => number): Definition[] {
  return program.body.flatMap((statement) => {
    const isExported = statement.type === 'ExportNamedDeclaration'
    const declared = isExported ? statement.declaration : statement
    const is = declared === null ? null : kindOf(declared.type)
    if (declared === null || is === null || !('id' in declared) || declared.id?.type !== 'Identifier') {
      return []
    }
    return [{ name: declared.id.name, line: line(declared.start), is, isExported }]
  })
}

function kindOf(type: string): Definition['is'] | null {
  switch (type) {
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'ClassDeclaration':
      return 'type'
    case 'FunctionDeclaration':
      return 'function'
    default:
      return null
  }
}

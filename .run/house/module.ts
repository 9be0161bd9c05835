/** A source file as the checks see it, read by the parser that vitest's bundler brings. */
import { parseSync } from 'rolldown/utils'
import { type MethodCall, methodCalls, rpcMethods } from './changes'
import { type Definition, definitions } from './definitions'
import { type Import, lateImports, staticImports } from './imports'
import { lineCounter } from './lines'
import { type Statement, sqlStatements } from './sql-statements'

export interface Module {
  /** From the repository's root, with slashes. */
  path: string
  text: string
  imports: Import[]
  exports: Export[]
  /** Types and functions at its top level. */
  definitions: Definition[]
  comments: Span[]
  /** D1 statements written as SQL text. */
  statements: Statement[]
  calls: MethodCall[]
  /** Of the objects whose interface it declares. */
  rpcMethods: string[]
}

interface Export {
  name: string
  line: number
}

export interface Span {
  start: number
  end: number
}

/** Fails on a syntax error, with the file's name. */
export function parseModule(path: string, text: string): Module {
  const { module, comments, errors, program } = parseSync(path, text)
  const [error] = errors
  if (error !== undefined) {
    throw new Error(`${path}: ${error.message}`)
  }
  const line = lineCounter(text)
  return {
    path,
    text,
    imports: [...staticImports(module, line), ...lateImports(program, line)],
    exports: module.staticExports.flatMap(({ start, entries }) =>
      entries
        .filter(({ exportName }) => exportName.kind !== 'None')
        .map(({ exportName }) => ({ name: exportName.name ?? 'default', line: line(exportName.start ?? start) })),
    ),
    definitions: definitions(program, line),
    comments: comments.map(({ start, end }) => ({ start, end })),
    statements: sqlStatements(program, line),
    calls: methodCalls(program, line),
    rpcMethods: rpcMethods(program),
  }
}

/** The project's modules and what their imports resolve to. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Import } from './imports'
import { type Module, parseModule } from './module'

export type Tree = Map<string, Module>

export interface Edge extends Import {
  from: string
  /** The imported file; null for a package or a generated file. */
  to: string | null
}

export function readTree(root: string, folders: string[]): Tree {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
      .filter((path) => /\.tsx?$/.test(path)),
  )
  return treeOf(Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')])))
}

export function treeOf(texts: Record<string, string>): Tree {
  return new Map(Object.entries(texts).map(([path, text]) => [path, parseModule(path, text)]))
}

export function edgesOf(tree: Tree): Edge[] {
  return [...tree.values()].flatMap(({ path, imports }) =>
    imports.map((one) => ({ ...one, from: path, to: resolve(tree, path, one.specifier) })),
  )
}

/** As the bundler resolves: the path itself, with an extension, or a folder's index. */
function resolve(tree: Tree, from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) {
    return null
  }
  const path = posix.join(posix.dirname(from), specifier)
  const candidates = ['', '.ts', '.tsx', '/index.ts', '/index.tsx'].map((ending) => path + ending)
  return candidates.find((candidate) => tree.has(candidate)) ?? null
}

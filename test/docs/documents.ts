/** The documents people read, by their path. */
import { readdirSync, readFileSync } from 'node:fs'

const GUIDES = readdirSync('docs').filter((name) => name.endsWith('.md'))

export const DOCUMENTS = ['README.md', '.github/CONTRIBUTING.md', ...GUIDES.map((name) => `docs/${name}`)]

export function read(path: string): string {
  return readFileSync(path, 'utf8')
}

/** The lines of indented code blocks that are commands, without their comments. */
export function commandsIn(document: string): string[] {
  const code = document.split('\n').flatMap((line) => /^ {4}((?:npm|npx|curl|git|openssl) .*)$/.exec(line)?.[1] ?? [])
  const inline = [...document.matchAll(/`((?:npm|npx) [^`]+)`/g)].map(([, command]) => command ?? '')
  return [...code, ...inline].flatMap((command) => command.split(' && '))
}

/** The anchors GitHub gives a document's headings. */
export function anchorsOf(document: string): string[] {
  return [...document.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

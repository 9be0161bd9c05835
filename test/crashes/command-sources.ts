/** The source of every command, by its name. */
const FILES = import.meta.glob<string>(['../../src/**/commands.ts', '../../src/**/*-commands.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
})

const COMMAND = /^export async function (\w+)[\s\S]*?^\}$/gm

const COMMAND_SOURCES: ReadonlyMap<string, string> = new Map(
  Object.values(FILES).flatMap((text) => [...text.matchAll(COMMAND)].map(([source, name = '']) => [name, source])),
)

/** The names of commands whose source has this text. */
export function commandsWith(text: string): string[] {
  return [...COMMAND_SOURCES].flatMap(([name, source]) => (source.includes(text) ? [name] : [])).toSorted()
}

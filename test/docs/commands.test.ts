import { describe, expect, test } from 'vitest'
import { experimental_getWranglerCommands } from 'wrangler'
import { readDeployOptions } from '../../.run/deploy-options'
import { readRestoreOptions } from '../../.run/restore-options'
import { scripts } from '../../package.json'
import { commandsIn, DOCUMENTS, read } from './documents'

/** The part of wrangler's registry that is read here. */
interface Branch {
  subtree: Map<string, Branch>
  definition?: { type: string; args?: Record<string, { alias?: string | string[] }> }
}

/** Options of this project's own commands. */
const OWN_OPTIONS: Record<string, string[]> = {
  reseal: ['--remote', '--new-key'],
  'new-password': ['--remote'],
}
/** Commands that take values: read as they are when they run, on the day of the examples. */
const READERS: Record<string, (words: string[]) => unknown> = {
  deploy: readDeployOptions,
  restore: (words) => readRestoreOptions(words, Date.parse('2026-11-29T12:00:00Z')),
}
const OPERATORS = ['docs/operator.md', 'docs/upgrades.md', 'docs/keys.md', 'docs/restore.md']
const GLOBAL_OPTIONS = ['c', 'config', 'env', 'cwd']

const { registry } = experimental_getWranglerCommands() as unknown as { registry: Branch }

describe.each(DOCUMENTS)('the commands of %s', (path) => {
  const commands = commandsIn(read(path))

  test('that npm runs exist, with their options', () => {
    const wrong = commands.filter((command) => command.startsWith('npm ') && !isOurs(command))
    expect(wrong).toEqual([])
  })

  test('that wrangler runs exist in the installed version, with their options', () => {
    const wrong = commands.filter((command) => command.startsWith('npx wrangler ') && !isWranglers(command))
    expect(wrong).toEqual([])
  })
})

describe('Commands in the documents', () => {
  test('the commands of the documents are found at all', () => {
    expect(OPERATORS.flatMap((path) => commandsIn(read(path))).length).toBeGreaterThan(15)
    expect(isWranglers('npx wrangler d1 time-machine restore DB')).toBe(false)
    expect(isWranglers('npx wrangler d1 execute DB --everywhere')).toBe(false)
    expect(isOurs('npm run deplyo')).toBe(false)
    expect(isOurs('npm run deploy -- --force')).toBe(false)
  })
})

function isOurs(command: string): boolean {
  const [, verb, ...rest] = command.split(/\s+/)
  if (verb === 'ci') {
    return rest.length === 0
  }
  const name = verb === 'run' ? rest.shift() : verb
  const options = rest.filter((word) => word !== '--')
  const reader = READERS[name ?? '']
  if (reader !== undefined) {
    return options.length === 0 || isReadable(() => reader(options))
  }
  return name !== undefined && name in scripts && options.every((option) => OWN_OPTIONS[name]?.includes(option))
}

function isReadable(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}

function isWranglers(command: string): boolean {
  let branch: Branch | undefined = registry
  const words = command
    .replace('npx wrangler ', '')
    .replaceAll(/"[^"]*"/g, 'text')
    .split(/\s+/)
  while (words[0] && branch?.subtree.has(words[0])) {
    branch = branch.subtree.get(words.shift() ?? '')
  }
  if (branch?.definition?.type !== 'command') {
    return false
  }
  const args = branch.definition.args ?? {}
  const known = [...GLOBAL_OPTIONS, ...Object.keys(args), ...Object.values(args).flatMap((arg) => arg.alias ?? [])]
  const options = words.filter((word) => word.startsWith('-')).map((word) => word.replace(/^-+/, ''))
  return options.every((option) => known.includes(option))
}

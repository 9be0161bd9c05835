/** What can be said of the code without running it: types, lint and the house's rules. */
import { run } from './child'
import { houseChecks } from './house/checks'

export interface Count {
  passed: number
  failed: number
}

/** What the compiler remembers of its last run; it says the same without it, in three times the time. */
const INCREMENTAL = ['--incremental', '--tsBuildInfoFile', 'node_modules/.cache/types.tsbuildinfo']

/**
 * The compiler and the linter work beside each other.
 * @returns `printed`: a line a check, and what each found; `graph`: which folder imports which
 */
export async function staticChecks(): Promise<Count & { printed: string; graph: string }> {
  await run('tsx', ['.run/assets.ts'])
  const tools = [
    run('tsc', ['--singleThreaded', ...INCREMENTAL], 'pipe'),
    run('biome', ['ci', '--colors=off'], 'pipe'),
  ] as const
  const { checks, graph } = houseChecks()
  const house = checks.map(({ name, figure, findings }) => {
    const lines = findings.map(({ where, says }) => `  ${where}  ${says}`)
    return line(`${name}: ${figure}`, findings.length === 0, lines.join('\n'))
  })
  const [types, lint] = await Promise.all(tools)
  const all = [line('types', types.code === 0, types.printed), line('lint', lint.code === 0, lint.printed), ...house]
  const passed = all.filter(({ isSound }) => isSound).length
  const printed = all.map(({ text }) => text).join('\n')
  return { passed, failed: all.length - passed, printed, graph: graph.join('\n') }
}

function line(name: string, isSound: boolean, found: string): { isSound: boolean; text: string } {
  return { isSound, text: isSound ? `✓ ${name}` : `✗ ${name}\n${found}` }
}

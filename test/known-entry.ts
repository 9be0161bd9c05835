/**
 * Before every request and every call of an object the pool asks another process where the Worker's entry is and whether
 * it changed (importModule in @cloudflare/vitest-pool-workers 0.23.0), which takes three times as long as the call. It does
 * not change during a run: once loaded, it is known.
 */
interface Module {
  evaluated: boolean
  promise?: Promise<unknown>
}

interface ModuleRunner {
  import: (path: string) => Promise<unknown>
  evaluatedModules: { getModuleById: (path: string) => Module | undefined }
}

export function keepEntryKnown(): void {
  const { moduleRunner: runner } = (globalThis as unknown as { __vitest_mocker__: { moduleRunner: ModuleRunner } })
    .__vitest_mocker__
  if (Object.hasOwn(runner, 'import')) {
    return
  }
  const load = runner.import.bind(runner)
  runner.import = (path) => {
    const known = runner.evaluatedModules.getModuleById(path)
    return known?.evaluated && known.promise ? known.promise : load(path)
  }
}

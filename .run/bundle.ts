/** The Worker in one module, for this machine. What goes to Cloudflare is bundled by wrangler. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildOptions } from 'rolldown'
import { parse } from 'smol-toml'
import { BUILT } from './built.ts'
import { ROOT } from './child'

const { alias } = parse(readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')) as { alias: Record<string, string> }

export const WORKER_BUNDLE: BuildOptions = {
  cwd: ROOT,
  input: './src/index.ts',
  platform: 'browser',
  external: [/^node:/, /^cloudflare:/],
  // As wrangler has them.
  resolve: {
    conditionNames: ['workerd', 'worker', 'browser'],
    // The dollar keeps an alias from standing for what lies below it.
    alias: Object.fromEntries(Object.entries(alias).map(([name, file]) => [`${name}$`, join(ROOT, file)])),
  },
  transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  output: { file: BUILT.worker, format: 'esm', codeSplitting: false },
}

/** The Worker in one module, for this machine. What goes to Cloudflare is bundled by wrangler. */
import { type BuildOptions, build } from 'rolldown'
import { BUILT } from './built.ts'
import { ROOT } from './child'

export const WORKER_BUNDLE: BuildOptions = {
  cwd: ROOT,
  input: './src/index.ts',
  platform: 'browser',
  external: [/^node:/, /^cloudflare:/],
  // As wrangler has them.
  resolve: { conditionNames: ['workerd', 'worker', 'browser'] },
  transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  output: { file: BUILT.worker, format: 'esm', codeSplitting: false },
}

export async function bundleWorker(): Promise<void> {
  await build(WORKER_BUNDLE)
}

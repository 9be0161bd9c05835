/** The Worker in one module: as it goes to Cloudflare, and as it runs on this machine. */
import { type BuildOptions, build } from 'rolldown'
import { BUILT } from './built.ts'
import { ROOT } from './child'
import { leaveOut } from './left-out'

/** @param isMinified not while it is edited: names are easier to read, and a bundle is there sooner */
export function workerBundle(isMinified: boolean) {
  return {
    cwd: ROOT,
    input: './src/index.ts',
    platform: 'browser',
    external: [/^node:/, /^cloudflare:/],
    // As wrangler has them.
    resolve: { conditionNames: ['workerd', 'worker', 'browser'] },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [leaveOut()],
    // Endpoints and middlewares of better-auth that nothing mounts.
    treeshake: { manualPureFunctions: ['createAuthEndpoint', 'createAuthMiddleware'] },
    output: { file: BUILT.worker, format: 'esm', codeSplitting: false, minify: isMinified, sourcemap: true },
  } satisfies BuildOptions
}

export async function bundleWorker(): Promise<void> {
  await build(workerBundle(true))
}

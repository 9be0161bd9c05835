/**
 * The Worker as it goes to Cloudflare, and as it runs on this machine: `product.js` takes events, and what only pages need
 * is in parts beside it, which an isolate reads once it imports them.
 */
import { rmSync } from 'node:fs'
import { type BuildOptions, build } from 'rolldown'
import { BUILT } from './built.ts'
import { ROOT } from './child'
import { leaveOut } from './left-out'

/** @param isMinified not while it is edited: names are easier to read, and a bundle is there sooner */
export function workerBundle(isMinified: boolean) {
  return {
    cwd: ROOT,
    input: { product: './src/index.ts' },
    platform: 'browser',
    external: [/^node:/, /^cloudflare:/],
    // As wrangler has them.
    resolve: { conditionNames: ['workerd', 'worker', 'browser'] },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [leaveOut()],
    // Endpoints and middlewares of better-auth that nothing mounts.
    treeshake: { manualPureFunctions: ['createAuthEndpoint', 'createAuthMiddleware'] },
    output: {
      dir: BUILT.worker,
      entryFileNames: '[name].js',
      chunkFileNames: 'part-[name].js',
      format: 'esm',
      minify: isMinified,
      sourcemap: true,
    },
  } satisfies BuildOptions
}

/** Nothing of an earlier build remains. */
export async function bundleWorker(): Promise<void> {
  rmSync(BUILT.worker, { recursive: true, force: true })
  await build(workerBundle(true))
}

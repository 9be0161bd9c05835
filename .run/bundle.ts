/**
 * The Worker as it goes to Cloudflare, and as it runs on this machine: `product.js` takes events, with the parts `intake` and
 * `core`, and what only pages need is in parts beside them, which an isolate reads once it imports them.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildOptions, build } from 'rolldown'
import { BUILT } from './built.ts'
import { ROOT } from './child'
import { leaveOut } from './left-out'
import { INTAKE, minifyChunk } from './minify'

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
    // Endpoints and middlewares of better-auth that nothing mounts, and schemas of posts that nothing takes.
    treeshake: {
      manualPureFunctions: ['createAuthEndpoint', 'createAuthMiddleware', 'z'],
      propertyReadSideEffects: false,
      unknownGlobalSideEffects: false,
    },
    output: {
      dir: BUILT.worker,
      entryFileNames: '[name].js',
      chunkFileNames: 'part-[name].js',
      format: 'esm',
      minify: isMinified,
      sourcemap: true,
      // What events pass through is two parts, since all of it is read before the first of them: intake, minified for speed, and the rest.
      codeSplitting: {
        groups: [
          { name: INTAKE, test: /\/src\/intake\//, tags: ['$initial'], priority: 2 },
          { name: 'core', tags: ['$initial'], priority: 1 },
          // So is what several of the others need.
          { name: 'shared', minShareCount: 2 },
        ],
      },
    },
  } satisfies BuildOptions
}

/** As it is deployed: each module by its file's name. */
export async function buildWorker(): Promise<Map<string, { code: string; map: string }>> {
  const { output } = await build({ ...workerBundle(true), write: false })
  const chunks = output.filter((one) => one.type === 'chunk')
  return new Map(await Promise.all(chunks.map(async (chunk) => [chunk.fileName, await minifyChunk(chunk)] as const)))
}

/** Nothing of an earlier build remains. */
export async function bundleWorker(): Promise<void> {
  const modules = await buildWorker()
  rmSync(BUILT.worker, { recursive: true, force: true })
  mkdirSync(BUILT.worker, { recursive: true })
  for (const [name, { code, map }] of modules) {
    writeFileSync(join(BUILT.worker, name), code)
    writeFileSync(join(BUILT.worker, `${name}.map`), map)
  }
}

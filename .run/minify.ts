/**
 * A second look at what the bundler minified, for another 7 KiB of the whole. No option is set that may change what code
 * does.
 */
import type { OutputChunk } from 'rolldown'
import { minify } from 'terser'

/** The part of intake. In it a function used once stays one: written into its caller, it is made and interpreted again at each call. */
export const INTAKE = 'intake'

export async function minifyChunk({ code, map, fileName }: Pick<OutputChunk, 'code' | 'map' | 'fileName'>) {
  const isIntake = fileName === `part-${INTAKE}.js`
  const minified = await minify(code, {
    module: true,
    ecma: 2020,
    compress: { passes: 2, hoist_funs: !isIntake, reduce_funcs: !isIntake },
    // The engine keeps text beyond Latin-1 in two bytes a letter, and one “ makes it all of a module: 1.4 MB of an isolate's memory.
    format: { ascii_only: true },
    // So that it leads to the source, not to what the bundler made of it. A module that only passes names on has none.
    sourceMap: { ...(map && { content: String(map) }), url: `${fileName}.map` },
  })
  return { code: String(minified.code), map: String(minified.map) }
}

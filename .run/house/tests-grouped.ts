/** Each test is inside a describe that names its subject. Formatted code begins a statement of the top level in column 0. */
import type { Check } from './check'
import { lineCounter } from './lines'
import type { Module } from './module'

const AT_TOP = /^(?:test|it)(?:\.\w+)*[(`]/gm

export function testsGrouped(modules: Module[]): Check {
  const files = modules.filter(({ path }) => /\.test\.tsx?$/.test(path))
  const findings = files.flatMap(({ path, text }) => {
    const line = lineCounter(text)
    return [...text.matchAll(AT_TOP)].map(({ index }) => ({
      where: `${path}:${line(index)}`,
      says: 'a test outside any describe',
    }))
  })
  return { name: 'Tests inside a describe', figure: `${findings.length} outside, in ${files.length} files`, findings }
}

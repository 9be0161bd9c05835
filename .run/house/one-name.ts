/**
 * One name, one meaning: a type is defined once in src and views, and so is a function that is exported. Functions of a
 * file alone may share a name, since no reader meets one without the other's file.
 */
import type { Check, Finding } from './check'
import type { Definition } from './definitions'
import { grouped } from './grouped'
import type { Module } from './module'

interface Exception {
  names: readonly string[]
  reason: string
}

const SHARED: readonly Exception[] = [
  {
    names: ['Bindings', 'Database', 'Input', 'Progress', 'Job', 'Row'],
    reason: 'Of a file alone, and the same role in each: its bindings, a background job’s, a table’s.',
  },
  { names: ['identity', 'translate'], reason: 'Each sender and each format is a folder of these.' },
  {
    names: ['FactName', 'readFact', 'upgradeTables'],
    reason: 'Each object’s own storage; neither imports the other’s.',
  },
  { names: ['Target'], reason: 'Thinkific’s narrows the model’s to its two kinds; no file imports both by that name.' },
]

export function oneName(modules: Module[], shared = SHARED): Check {
  const all = modules.flatMap(({ path, definitions }) => definitions.map((one) => ({ ...one, path })))
  const allowed = new Set(shared.flatMap(({ names }) => names))
  const twice = [...grouped(all, ({ name }) => name)].filter(([, own]) => isAmbiguous(own))
  const findings = twice.flatMap(([name, own]) => (allowed.has(name) ? [] : [findingOf(name, own)]))
  const stale = [...allowed]
    .filter((name) => !twice.some(([other]) => other === name))
    .map((name) => ({ where: '.run/house/one-name.ts', says: `${name} needs no exception any more` }))
  const figure = `${findings.length} names defined twice, ${allowed.size} allowed to be`
  return { name: 'One name, one meaning', figure, findings: [...findings, ...stale] }
}

function isAmbiguous(own: (Definition & { path: string })[]): boolean {
  const types = own.filter(({ is }) => is === 'type')
  const functions = own.filter(({ is, isExported }) => is === 'function' && isExported)
  return [types, functions].some((same) => new Set(same.map(({ path }) => path)).size > 1)
}

function findingOf(name: string, [first, ...others]: (Definition & { path: string })[]): Finding {
  const elsewhere = others.map(({ path, line }) => `${path}:${line}`).join(', ')
  return { where: `${first?.path}:${first?.line}`, says: `${name} is defined in ${elsewhere} as well` }
}

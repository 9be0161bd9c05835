/**
 * A folder and a folder inside it do not import each other. Each folder is a node with its own files, without those of
 * its subfolders. A registry, which only puts its subfolders together, is a node of its own above them. Type imports are
 * left out, because they do not exist when the Worker runs.
 */
import type { Check } from './check'
import { components } from './components'
import { grouped } from './grouped'
import type { Edge } from './tree'

interface Registry {
  path: string
  reason: string
}

const REGISTRIES: readonly Registry[] = [
  { path: 'src/integrations/index.ts', reason: 'One line a kind; kinds import what all of them share.' },
  { path: 'src/integrations/thinkific/kind.ts', reason: 'Puts the parts of the kind together.' },
  { path: 'src/integrations/notify-url/kind.ts', reason: 'Puts the parts of the kind together.' },
  { path: 'src/alerts/index.ts', reason: 'One line a channel; channels import what all of them share.' },
  { path: 'src/intake/formats/index.ts', reason: 'One line a format; formats import what all of them share.' },
  { path: 'src/intake/senders/index.ts', reason: 'One line a sender; senders import what all of them share.' },
]

export function parentCircles(edges: Edge[], registries = REGISTRIES): Check {
  const steps = edges.flatMap(({ from, to, line, kind }) =>
    to === null || kind === 'type' ? [] : [{ from, to, line, fromNode: nodeOf(from), toNode: nodeOf(to) }],
  )
  const between = steps.filter(({ fromNode, toNode }) => fromNode !== toNode)
  const graph = grouped(between, ({ fromNode }) => fromNode)
  const circles = components(new Map([...graph].map(([node, own]) => [node, new Set(own.map(({ toNode }) => toNode))])))
  // A folder's other files may use its registry.
  const findings = circles
    .filter((nodes) => new Set(nodes.map(folderOf)).size > 1)
    .map((nodes) => {
      const inside = between.filter(({ fromNode, toNode }) => nodes.includes(fromNode) && nodes.includes(toNode))
      const pairs = [...grouped(inside, ({ fromNode, toNode }) => `${fromNode} ${toNode}`).values()]
      const lines = pairs.flatMap(([first]) => (first ? [`\n    ${first.from}:${first.line} → ${first.to}`] : []))
      const [where = '', ...others] = nodes.sort()
      return { where, says: `imports, and is imported by, ${others.join(', ')}:${lines.join('')}` }
    })
  const stale = registries
    .filter(({ path }) => !steps.some(({ from, to }) => from === path && to.startsWith(folderOf(path))))
    .map(({ path }) => ({ where: '.run/house/parent-circles.ts', says: `${path} puts no folders together` }))
  const figure = `${findings.length}, with ${registries.length} registries above their folders`
  return { name: 'Import circles of a folder and its subfolders', figure, findings: [...findings, ...stale] }

  function nodeOf(path: string): string {
    return registries.some((registry) => registry.path === path) ? path : folderOf(path)
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

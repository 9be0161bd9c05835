/**
 * No folders import each other in a circle, at any level.
 *
 * Each folder is one level. Its nodes are its subfolders, each with everything inside, and its own files one by one. An
 * import belongs to the deepest folder that holds both files, and joins the two nodes they are in there. Nodes that reach
 * each other are a circle if two or more of them are subfolders, even when the path leads through the folder's own files.
 * A folder and a single subfolder are parent-circles.ts's. Type imports are left out, because they do not exist when the
 * Worker runs.
 */
import type { Check, Finding } from './check'
import { components } from './components'
import { grouped } from './grouped'
import type { Edge } from './tree'

interface Step extends Edge {
  to: string
  fromNode: string
  toNode: string
}

export function folderCircles(edges: Edge[]): Check {
  const steps = edges.flatMap((edge) => (edge.to === null || edge.kind === 'type' ? [] : [stepOf(edge, edge.to)]))
  const levels = grouped(steps, ({ fromNode }) => parentOf(fromNode))
  const findings = [...levels].flatMap(([folder, inside]) =>
    components(graphOf(inside))
      .map((nodes) => circleOf(folder, nodes, inside))
      .filter((finding) => finding !== null),
  )
  return { name: 'Import circles between folders', figure: `${findings.length}`, findings }
}

/** The nodes that an import joins: the two paths up to where they part, folders with a slash at the end. */
function stepOf(edge: Edge, to: string): Step {
  const [a, b] = [edge.from.split('/'), to.split('/')]
  const parting = a.findIndex((part, depth) => part !== b[depth])
  const node = (parts: string[]) => parts.slice(0, parting + 1).join('/') + (parts.length > parting + 1 ? '/' : '')
  return { ...edge, to, fromNode: node(a), toNode: node(b) }
}

function parentOf(node: string): string {
  return node.replace(/[^/]+\/?$/, '')
}

function graphOf(steps: Step[]): Map<string, Set<string>> {
  const nodes = grouped(steps, ({ fromNode }) => fromNode)
  return new Map([...nodes].map(([node, own]) => [node, new Set(own.map(({ toNode }) => toNode))]))
}

function circleOf(folder: string, nodes: string[], steps: Step[]): Finding | null {
  const folders = nodes.filter((node) => node.endsWith('/')).sort()
  const [first] = folders
  if (first === undefined || folders.length < 2) {
    return null
  }
  const inside = steps.filter(({ fromNode, toNode }) => nodes.includes(fromNode) && nodes.includes(toNode))
  const rounds = folders.slice(1).map((other) => [...wayTo(first, other, inside), ...wayTo(other, first, inside)])
  const shortest = rounds.reduce((best, round) => (round.length < best.length ? round : best))
  const names = folders.map((node) => node.slice(folder.length, -1)).join(', ')
  const lines = shortest.map(({ from, line, to }) => `\n    ${from}:${line} → ${to}`)
  return { where: folder || '.', says: `${names} import each other in a circle, for example${lines.join('')}` }
}

/** The shortest way from a node to another, as imports. */
function wayTo(start: string, end: string, steps: Step[]): Step[] {
  const ways: Step[][] = [[]]
  const seen = new Set([start])
  for (const way of ways) {
    const at = way.at(-1)?.toNode ?? start
    if (at === end) {
      return way
    }
    for (const step of steps) {
      if (step.fromNode === at && !seen.has(step.toNode)) {
        seen.add(step.toNode)
        ways.push([...way, step])
      }
    }
  }
  return []
}

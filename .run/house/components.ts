/** Strongly connected components (Tarjan): nodes that reach each other. Single nodes are left out. */
export function components(graph: Map<string, Set<string>>): string[][] {
  const found: string[][] = []
  const index = new Map<string, number>()
  const stack: string[] = []

  for (const node of graph.keys()) {
    if (!index.has(node)) {
      visit(node)
    }
  }
  return found

  function visit(node: string): number {
    const own = index.size
    index.set(node, own)
    stack.push(node)
    let lowest = own
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) {
        lowest = Math.min(lowest, visit(next))
      } else if (stack.includes(next)) {
        lowest = Math.min(lowest, index.get(next) ?? lowest)
      }
    }
    if (lowest === own) {
      const component = stack.splice(stack.indexOf(node))
      if (component.length > 1) {
        found.push(component)
      }
    }
    return lowest
  }
}

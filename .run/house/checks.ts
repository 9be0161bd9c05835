/** The house's rules against the tree as it is on disk. */
import { ROOT } from '../child'
import type { Check } from './check'
import { commandsOnly } from './commands-only'
import { commentShare } from './comment-share'
import { deadExports } from './dead-exports'
import { fileCircles } from './file-circles'
import { folderCircles } from './folder-circles'
import { folderGraph } from './folder-graph'
import { limitedEnv } from './limited-env'
import { modelAlone } from './model-alone'
import { oneName } from './one-name'
import { parentCircles } from './parent-circles'
import { rawSql } from './raw-sql'
import { stationOrder } from './station-order'
import { testsGrouped } from './tests-grouped'
import { edgesOf, readTree } from './tree'

interface House {
  checks: Check[]
  /** Lines to print. */
  graph: string[]
}

export function houseChecks(root = ROOT): House {
  const tree = readTree(root, ['src', 'views', 'test', '.run'])
  const everywhere = edgesOf(tree)
  const modules = [...tree.values()].filter(({ path }) => isOwn(path))
  const paths = modules.map(({ path }) => path)
  const edges = everywhere.filter(({ from }) => isOwn(from))
  return {
    checks: [
      stationOrder(edges, paths),
      modelAlone(edges, paths),
      folderCircles(edges),
      parentCircles(edges),
      fileCircles(edges),
      commentShare(modules),
      deadExports(tree, everywhere),
      oneName(modules),
      rawSql(modules),
      limitedEnv(modules),
      commandsOnly(modules, edges),
      testsGrouped([...tree.values()]),
    ],
    graph: folderGraph(edges, paths),
  }
}

function isOwn(path: string): boolean {
  return /^(src|views)\//.test(path)
}

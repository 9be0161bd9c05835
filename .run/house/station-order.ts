/** Imports go down: from a station to one below it in the order. */
import type { Check, Finding } from './check'
import { grouped } from './grouped'
import { ENV, EXCEPTIONS, type Exception, levelOf, MOST_EXCEPTIONS, ORDER, stationOf } from './stations'
import type { Edge } from './tree'

export function stationOrder(edges: Edge[], paths: string[], order = ORDER, exceptions = EXCEPTIONS): Check {
  const used = new Set<Exception>()
  const findings = edges.flatMap((edge) => {
    const says = wrong(edge, order)
    if (says === null) {
      return []
    }
    const exception = exceptions.find(
      ({ from, to }) => from === stationOf(edge.from) && to === stationOf(edge.to ?? ''),
    )
    if (exception !== undefined) {
      used.add(exception)
      return []
    }
    return [{ where: `${edge.from}:${edge.line}`, says }]
  })
  return {
    name: 'Order of stations',
    figure: `${findings.length} imports against the order, ${exceptions.length} of ${MOST_EXCEPTIONS} exceptions`,
    findings: [...findings, ...unplaced(paths, order), ...exceptionsToDrop(exceptions, used)],
  }
}

/** What is wrong with an import, types included; null where it is fine. */
function wrong({ from, to, kind }: Edge, order: typeof ORDER): string | null {
  if (to === null) {
    return null
  }
  const [importer, imported] = [stationOf(from), stationOf(to)]
  if (importer === imported) {
    return null
  }
  if (importer === ENV || imported === ENV) {
    return kind === 'type' ? null : `${importer} imports a value of ${imported} (${to}); with env it is types only`
  }
  if (imported === 'views' && importer !== 'web' && importer !== 'api') {
    return `${importer} imports views (${to}); only web and api do`
  }
  if (importer === 'views' && kind === 'value') {
    return `views imports a value of ${imported} (${to}); views know types only`
  }
  const [above, below] = [levelOf(imported, order), levelOf(importer, order)]
  if (above === null || below === null || above > below) {
    return null
  }
  const what = kind === 'type' ? `a type of ${imported}` : imported
  return `${importer} imports ${what} (${to}), a station ${above === below ? 'beside' : 'above'} it`
}

function unplaced(paths: string[], order: typeof ORDER): Finding[] {
  const unknown = paths.filter((path) => stationOf(path) !== ENV && levelOf(stationOf(path), order) === null)
  const byStation = grouped(unknown, stationOf)
  return [...byStation].map(([station, [first = '']]) => ({
    where: first.split('/').length > 2 ? `src/${station}/` : first,
    says: `${station} has no place in the order of stations`,
  }))
}

function exceptionsToDrop(exceptions: readonly Exception[], used: Set<Exception>): Finding[] {
  const where = '.run/house/stations.ts'
  const unused = exceptions
    .filter((exception) => !used.has(exception))
    .map(({ from, to }) => ({ where, says: `no import needs the exception ${from} → ${to} any more` }))
  const tooMany = { where, says: `${exceptions.length} exceptions; at most ${MOST_EXCEPTIONS}` }
  return exceptions.length > MOST_EXCEPTIONS ? [...unused, tooMany] : unused
}

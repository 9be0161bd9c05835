/** A history and what went wrong in it, as a person reads it. */
import type { Comparison, Weather } from './comparison'
import { BEGINNING } from './script'
import { EVERY, type Report, type RuleTerms, type World } from './terms'

const DAY_MS = 86_400_000

export function describeHistory(reports: Report[], world: World, weather: Weather): string[] {
  const { rules, bundles, zones, found, failures } = world
  const kept = rules.map(describeRule)
  const holds = Object.entries(bundles).flatMap(([id, over]) =>
    over.map(({ from, value }) => `bundle ${id}${from === 0 ? '' : ` from ${day(from)}`}: ${value.join(', ')}`),
  )
  const open = found.map(({ email, courses }) => `found open: ${email} ${courses.join(', ')}`)
  const zone = Object.values(zones).flatMap((over) => over.map(({ value }) => value))
  return [
    ...['Rules', ...kept.map(indent), 'World', ...holds.map(indent), ...open.map(indent)],
    indent(`zone ${zone.join(', ') || 'UTC'}; delinquent at ${failures} failures`),
    ...(Object.keys(weather.switches).length === 0 ? [] : [indent(`switches ${JSON.stringify(weather.switches)}`)]),
    ...weather.mishaps.map((mishap) => indent(`mishap ${JSON.stringify(mishap)}`)),
    ...[
      'Events',
      ...[...reports].sort((one, other) => one.arrived - other.arrived).map((one) => indent(describeReport(one))),
    ],
  ]
}

export function problemsOf({ differences, unsettled, callsAgain, twice }: Comparison): string[] {
  return [
    ...differences,
    ...unsettled.map((firing) => `${firing} has no outcome`),
    ...callsAgain.filter((call) => !call.startsWith('GET')).map((call) => `settled again: ${call}`),
    ...twice.map((what) => `twice: ${what}`),
  ]
}

function describeReport(report: Report): string {
  const { id, type, happened, arrived, email, products, order, subscription, payment, dialect, test } = report
  const ids = [
    ...(order === null ? [] : [`order “${order}”`]),
    ...(subscription === null ? [] : [`subscription “${subscription}”`]),
    ...(payment === null ? [] : [`payment “${payment}”`]),
  ]
  const more = [
    ...(report.periodEnd === null ? [] : [`paid to ${day(report.periodEnd)}`]),
    ...(report.failedAttempts === null ? [] : [`${report.failedAttempts} failures`]),
    ...(test ? ['test'] : []),
    ...(report.marketplace === 'm1' ? [] : [report.marketplace]),
    ...(arrived - happened > 60_000 ? [`arrives ${day(arrived)}`] : []),
    ...(dialect === 'triggers' ? ['trigger'] : []),
  ]
  return `${id} ${day(happened)} ${type} ${products.join('+')} ${email}: ${[...ids, ...more].join(', ')}`
}

function describeRule({
  id,
  marketplace,
  verb,
  trigger,
  target,
  product,
  lasts,
  starts,
  ends,
  giveBack,
  always,
  skipTest,
}: RuleTerms) {
  const options = [
    ...(marketplace === 'm1' ? [] : [marketplace]),
    ...(lasts.kind === 'no end' ? [] : [`lasts ${JSON.stringify(lasts)}`]),
    ...(starts.kind === 'at once' ? [] : [`starts ${JSON.stringify(starts)}`]),
    ...(ends.kind === 'at once' ? [] : [`ends ${JSON.stringify(ends)}`]),
    ...(giveBack ? [] : ['not given back']),
    ...(always ? ['always'] : []),
    ...(skipTest ? ['tests skipped'] : []),
  ]
  const of = product === EVERY ? 'every product' : product
  return [`${id} ${trigger} of ${of}: ${verb} ${target.kind} ${target.id}`, ...options].join(', ')
}

function day(at: number): string {
  return `day ${Number(((at - BEGINNING) / DAY_MS).toFixed(3))}`
}

function indent(line: string): string {
  return `  ${line}`
}

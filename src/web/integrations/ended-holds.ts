import type { EndedHoldView } from '../../../views/integrations/ended-holds'
import { formatShortSpan } from '../../attention/span'
import { KINDS } from '../../integrations'
import type { OverviewFacts } from '../../journal/queries'

interface Reached {
  id: string
  kind: string
  name: string
  site: string
}

/** @param base /m/<marketplace> @param integrations those to show, among `all` of the marketplace */
export function showEndedHolds(
  base: string,
  { endedHolds = [] }: Pick<OverviewFacts, 'endedHolds'>,
  integrations: Reached[],
  all: Reached[] = integrations,
): EndedHoldView[] {
  return endedHolds.flatMap(({ site, since, until, waited, left }) => {
    const one = integrations.find((integration) => integration.site === site)
    const logs = `${base}/logs?${new URLSearchParams({ outcome: 'waiting', integration: one?.id ?? '' })}`
    return one ? [{ name: nameOf(one, all), span: formatShortSpan(until - since), until, waited, left, logs }] : []
  })
}

function nameOf({ kind, name }: Reached, all: Reached[]): string {
  const title = KINDS.find(kind)?.title ?? name
  return all.filter((other) => other.kind === kind).length > 1 ? `${title} (${name})` : title
}

/** Rules for every product, and below them each product's own, filtered as one types. */
import type { Child } from 'hono/jsx'
import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { type Column, DataTable } from '../parts/data-table'
import { EmptyState } from '../parts/empty-state'
import { PageHeader } from '../parts/page-header'
import { IntegrationsTabs } from '../parts/tabs'
import { type RuleLine, RuleList } from './rule-list'

interface RuleGroup {
  product: string
  name: string
  href: string
  rules: RuleLine[]
}

interface RulesFound {
  base: string
  query: string
  global: RuleLine[]
  groups: RuleGroup[]
  /** Too many to list: each product becomes one line linking to its page. */
  folded: boolean
  /** Rules matching the filter, and rules in all. */
  found: number
  total: number
}

interface GlobalRulesProps extends RulesFound {
  beside: Child
  /** The person belongs to other marketplaces, so rules can be copied there. */
  severalMarketplaces: boolean
}

export function GlobalRules({ beside, severalMarketplaces, ...found }: GlobalRulesProps) {
  const { base, query, total } = found
  const actions = (
    <>
      {severalMarketplaces && total > 0 && (
        <LinkButton href={`${base}/rules/copies`}>Copy rules to another marketplace</LinkButton>
      )}
      <LinkButton look="main" icon="plus" href={`${base}/rules/new?product=*`}>
        New Rule
      </LinkButton>
    </>
  )
  return (
    <div class="page">
      <PageHeader
        title="Global Rules"
        lead="Rules for every product, then each product’s own. If both act on the same course or bundle, the product’s own wins."
        action={actions}
      />
      <IntegrationsTabs base={base} current="Global Rules" />
      {total > 0 && <Search base={base} query={query} />}
      <div id="rules" class="stack-wide stack">
        <FoundRules {...found} />
      </div>
      {beside}
    </div>
  )
}

function Search({ base, query }: { base: string; query: string }) {
  const url = `${base}/rules`
  return (
    <search>
      <form method="get" action={url} class="combobox">
        <div class="combobox-search">
          <input
            class="control"
            type="search"
            name="q"
            aria-label="Filter rules"
            value={query}
            spellcheck={false}
            placeholder="Filter by product, course or trigger"
            autocomplete="off"
            hx-get={url}
            hx-trigger="input changed delay:250ms, search"
            hx-target="#rules"
            hx-swap="innerMorph"
            hx-sync="this:replace"
            hx-replace-url="true"
          />
          <span class="without-script">
            <Button>Filter</Button>
          </span>
        </div>
      </form>
    </search>
  )
}

export function FoundRules({ base, query, global, groups, folded, found, total }: RulesFound) {
  return (
    <>
      <p role="status" class="muted small maybe">
        {query && `${found} of ${total} rules contain “${query}”.`}
      </p>
      {global.length > 0 && (
        <Card title="For every product">
          <RuleList base={base} caption="Rules for every product" rules={global} />
        </Card>
      )}
      {global.length === 0 && !query && <NoGlobal base={base} />}
      {folded ? (
        <Card
          title="For one product"
          actions={<span class="muted small">Filter, or open a product, to see its rules.</span>}
        >
          <DataTable caption="Products with rules" columns={FOLDED} rows={groups} />
        </Card>
      ) : (
        groups.map((group) => (
          <Card title={<bdi>{group.name}</bdi>} actions={<a href={group.href}>Open product</a>}>
            <RuleList base={base} caption={`Rules of ${group.name}`} rules={group.rules} />
          </Card>
        ))
      )}
    </>
  )
}

const FOLDED: Column<RuleGroup>[] = [
  {
    head: 'Product',
    kind: 'name',
    cell: (group) => (
      <a href={group.href}>
        <bdi>{group.name}</bdi>
      </a>
    ),
  },
  { head: 'Rules', kind: 'number', labeled: true, cell: ({ rules }) => <Count of={rules.length} /> },
  {
    head: 'Switched off',
    kind: 'number',
    labeled: true,
    cell: ({ rules }) => <Count of={rules.filter(({ on }) => !on).length} />,
  },
  {
    head: 'With a remark',
    kind: 'number',
    labeled: true,
    cell: ({ rules }) => <Count of={rules.filter(({ warnings }) => warnings.length > 0).length} />,
  },
]

function NoGlobal({ base }: { base: string }) {
  return (
    <EmptyState
      title="No global rules yet"
      example="When any product is refunded, end the access to All Access that this purchase gave."
      action={<a href={`${base}/products`}>Rules for one product are under Products</a>}
    >
      A global rule runs for every product you sell, including those you add later.
    </EmptyState>
  )
}

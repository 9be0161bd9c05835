import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { EmptyState } from '../parts/empty-state'
import { CheckField, RadioField, SelectField, type SelectOption } from '../parts/fields'
import { useAdmin } from '../parts/for-admins'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Notice } from '../parts/notice'
import { type Crumb, PageHeader } from '../parts/page-header'

interface ChooseMarketplaceProps {
  base: string
  crumbs: Crumb[]
  product: string
  others: { id: string; name: string }[]
}

export function ChooseMarketplace({ base, crumbs, product, others }: ChooseMarketplaceProps) {
  const admin = useAdmin()
  const rest = product ? `?${new URLSearchParams({ product })}` : ''
  return (
    <div class="page narrow">
      <PageHeader title="Copy rules to another marketplace" crumbs={crumbs} />
      {others.length === 0 ? (
        <EmptyState title="You don’t belong to another marketplace" action={<a href="/marketplaces">Marketplaces</a>}>
          Rules are copied between marketplaces that you belong to.
        </EmptyState>
      ) : (
        <Card title="To which marketplace?">
          <ul class="stack">
            {others.map(({ id, name }) => (
              <li>
                <a href={`${base}/rules/copies/${id}${rest}`}>
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {admin && (
        <p class="muted">
          Everything at once, or under version control? Use a <a href={`${base}/configuration`}>configuration file</a>.
        </p>
      )}
    </div>
  )
}

interface CopyToMarketplaceProps {
  at: string
  back: string
  /** Product name, or Global Rules. */
  from: string
  to: { id: string; name: string }
  groups: { name: string; rules: { id: string; name: string; on: boolean }[] }[]
  ticked: string[]
  becomes: Becomes[]
  kinds: string
  filled: FormValues
}

interface Becomes {
  field: string
  name: string
  site: string
  chosen: string
  options: SelectOption[]
}

export function CopyToMarketplace(props: CopyToMarketplaceProps) {
  const { back, from, to, groups, becomes, kinds } = props
  const unconnected = becomes.length > 0 && becomes.every(({ options }) => options.length === 0)
  return (
    <div class="page narrow">
      <PageHeader
        title={
          <>
            Copy rules to <bdi>{to.name}</bdi>
          </>
        }
        crumbs={[{ label: from, href: back }]}
        lead="Triggers, courses and options are copied as they are. A rule that is there already is not copied again; products that are not there yet are created."
      />
      {groups.length === 0 && <EmptyState title="There is no rule to copy yet">Make one first.</EmptyState>}
      {unconnected && (
        <Notice
          kind="info"
          title={`First connect a ${kinds} site there`}
          action={<LinkButton href={`/m/${to.id}/integrations`}>Its integrations</LinkButton>}
        >
          A rule acts on an integration, and that marketplace has none yet.
        </Notice>
      )}
      {groups.length > 0 && !unconnected && <CopyForm {...props} />}
    </div>
  )
}

function CopyForm({ at, back, groups, ticked, becomes, filled }: CopyToMarketplaceProps) {
  const copies = { name: 'on', chosen: filled.values.on === 'yes' ? 'yes' : 'no' }
  return (
    <Form action={at} filled={filled} once>
      <div id="rules" class="stack">
        {groups.map(({ name, rules }) => (
          <fieldset class="field">
            <legend>
              <bdi>{name}</bdi>
            </legend>
            {rules.map((rule) => (
              <CheckField
                name="rules"
                id={`rule-${rule.id}`}
                value={rule.id}
                label={rule.on ? rule.name : `${rule.name} (off)`}
                checked={ticked.includes(rule.id)}
              />
            ))}
          </fieldset>
        ))}
        {filled.errors.rules && <p class="error">{filled.errors.rules}</p>}
      </div>
      {becomes.map(({ field, name, site, chosen, options }) => (
        <SelectField
          name={field}
          label={`${name} becomes`}
          prompt="Choose an integration"
          options={options}
          value={chosen}
          hint={`${name} is on ${site}. Another site has other courses: what is copied there is switched off, until you choose its course or bundle.`}
        />
      ))}
      <fieldset class="field">
        <legend>The copies are</legend>
        <RadioField {...copies} value="no" label="Switched off, until you switch each on" />
        <RadioField {...copies} value="yes" label="Switched on, where they are on here" />
      </fieldset>
      <div class="row">
        <Button look="main">Copy Rules</Button>
        <LinkButton href={back}>Cancel</LinkButton>
      </div>
    </Form>
  )
}

import { Badge } from '../parts/badge'
import { LinkButton, PostButton } from '../parts/button'
import { type Column, DataTable } from '../parts/data-table'

export interface RuleLine {
  id: string
  name: string
  trigger: string
  action: string
  target: string
  targetId: string
  integration: string
  on: boolean
  /** `Course missing`; null while it is there. */
  missing: string | null
  /** One sentence each: target gone, trigger never received. */
  warnings: string[]
}

export function RuleList({ base, caption, rules }: { base: string; caption: string; rules: RuleLine[] }) {
  return (
    <DataTable
      class="rules"
      caption={caption}
      columns={columns(base)}
      rows={rules}
      rowId={(rule) => `rule-${rule.id}`}
    />
  )
}

function columns(base: string): Column<RuleLine>[] {
  return [
    { head: 'Trigger', kind: 'name', cell: (rule) => <Name base={base} rule={rule} /> },
    { head: 'Action', class: 'rule-act', cell: (rule) => <Act rule={rule} /> },
    { head: 'Status', cell: (rule) => <RuleStatus {...rule} /> },
    { head: 'Actions', kind: 'actions', cell: (rule) => <Actions at={`${base}/rules/${rule.id}`} rule={rule} /> },
  ]
}

function Name({ base, rule }: { base: string; rule: RuleLine }) {
  const own = !rule.name.startsWith(rule.trigger)
  return (
    <>
      <a href={`${base}/rules/${rule.id}`}>{rule.trigger}</a>
      {own && (
        <div class="under">
          <bdi>{rule.name}</bdi>
        </div>
      )}
    </>
  )
}

function Act({ rule }: { rule: RuleLine }) {
  return (
    <>
      {rule.action}: <bdi>{rule.target}</bdi>
      <div class="under">
        <bdi>{rule.integration}</bdi>
        {rule.targetId && ` · ${rule.targetId}`}
      </div>
    </>
  )
}

export function RuleStatus({ on, missing, warnings }: Pick<RuleLine, 'on' | 'missing' | 'warnings'>) {
  return (
    <>
      <Badge tone={on ? 'good' : 'quiet'} icon={on ? 'check' : 'off'}>
        {on ? 'On' : 'Off'}
      </Badge>
      {missing && (
        <>
          {' '}
          <Badge tone="bad" icon="missing">
            {missing}
          </Badge>
        </>
      )}
      {warnings.map((sentence) => (
        <div class="small">{sentence}</div>
      ))}
    </>
  )
}

function Actions({ at, rule }: { at: string; rule: RuleLine }) {
  const of = <span class="visually-hidden"> {rule.name}</span>
  return (
    <div class="row">
      <LinkButton small href={`${at}/edit`}>
        Edit{of}
      </LinkButton>
      <PostButton small action={`${at}/activation`} values={{ on: rule.on ? 'no' : 'yes', back: 'list' }}>
        {rule.on ? 'Switch off' : 'Switch on'}
        {of}
      </PostButton>
      <LinkButton small look="remove" href={`${at}/delete`}>
        Delete{of}
      </LinkButton>
    </div>
  )
}

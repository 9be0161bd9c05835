/** Differences of one kind that probably came about in one way, with the choices about those selected. */
import type { ListedDifference } from '../../src/journal/reconcile/difference-table'
import type { DifferenceFix, DifferenceGuess, DifferenceKind } from '../../src/model/difference'
import { Button } from '../parts/button'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { type Column, DataTable } from '../parts/data-table'
import { ForAdmins, useAdmin } from '../parts/for-admins'
import { customerAddress } from '../parts/phrases'
import { When } from '../parts/when'

export interface DifferenceGroupView {
  kind: DifferenceKind
  guess: DifferenceGuess
  count: number
  words: { title: string; guess: string }
  fixes: { fix: DifferenceFix; label: string; isEnding: boolean }[]
  differences: DifferenceView[]
}

interface DifferenceView extends ListedDifference {
  /** As its box sends it. */
  value: string
  fixable: DifferenceFix[]
}

interface GroupProps extends DifferenceGroupView {
  base: string
  at: string
  /** "Thinkific" */
  site: string
}

export function DifferenceGroup({ base, at, site, ...group }: GroupProps) {
  const { kind, guess, count, words, fixes, differences } = group
  const admin = useAdmin()
  const more = count - differences.length
  const offered = fixes.filter(({ fix }) => differences.some(({ fixable }) => fixable.includes(fix)))
  return (
    <Card title={words.title}>
      <form method="get" action={`${at}/fixes/new`} class="stack">
        <p class="muted">{words.guess}</p>
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="guess" value={guess} />
        <ForAdmins otherwise={<p class="muted small">An admin can fix these.</p>}>
          <div class="row selection">
            <label class="small">
              <input type="checkbox" name="all" value="yes" /> Select all
              {count > 1 && (
                <>
                  {' '}
                  (<Count of={count} />)
                </>
              )}
            </label>
            {offered.map(({ fix, label, isEnding }) => (
              <Button small name="fix" value={fix} look={fix === 'leave' ? 'plain' : isEnding ? 'danger' : 'side'}>
                {label}
              </Button>
            ))}
          </div>
        </ForAdmins>
        <DataTable
          class="differences"
          caption={words.title}
          columns={listColumns(base, site, admin)}
          rows={differences}
        />
      </form>
      {more > 0 && (
        <p class="muted small">
          <Count of={more} /> more will appear as you fix these.
        </p>
      )}
    </Card>
  )
}

function listColumns(base: string, site: string, admin: boolean): Column<DifferenceView>[] {
  const box: Column<DifferenceView> = {
    head: 'Select',
    kind: 'actions',
    class: 'log-box',
    cell: ({ email, target, value }) => (
      <input type="checkbox" name="difference" value={value} aria-label={`Select ${email}, ${nameTarget(target)}`} />
    ),
  }
  return [
    ...(admin ? [box] : []),
    { head: 'Customer', kind: 'name', cell: ({ email }) => <a href={customerAddress(base, email)}>{email}</a> },
    { head: 'Course', cell: ({ target }) => nameTarget(target) },
    { head: `In ${site}`, labeled: true, cell: (one) => <Theirs {...one} /> },
    { head: 'According to purchases', labeled: true, cell: (one) => <Ours {...one} /> },
  ]
}

function Theirs({ theirs, since, kind }: DifferenceView) {
  if (theirs === null) {
    return <>Not enrolled</>
  }
  if (!theirs.open) {
    return since === null ? (
      <>No access</>
    ) : (
      <>
        Ended <When at={since} as="date" />
      </>
    )
  }
  return (
    <>
      <Until end={theirs.end} />
      {kind === 'unexplained' && since !== null && (
        <span class="under">
          since <When at={since} as="date" />
        </span>
      )}
    </>
  )
}

function Ours({ ours, target }: DifferenceView) {
  if (ours === null) {
    return <>No purchase explains it</>
  }
  const { productId, productName, orderId } = ours.purchase
  const isThrough = ours.through.id !== target.id || ours.through.kind !== target.kind
  return (
    <>
      <Until end={ours.end} />
      <span class="under">
        {productName ?? `product ${productId}`}
        {orderId !== null && `, order ${orderId}`}
        {isThrough && `, included in ${nameTarget(ours.through)}`}
      </span>
    </>
  )
}

function Until({ end }: { end: number | null }) {
  return end === null ? (
    <>No end date</>
  ) : (
    <>
      Until <When at={end} as="date" />
    </>
  )
}

function nameTarget({ kind, id, name }: ListedDifference['target']): string {
  return name || `${kind} ${id}`
}

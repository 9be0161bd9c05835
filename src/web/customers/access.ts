import type { Context } from 'hono'
import type { AccessCardProps, TargetAccess } from '../../../views/customers/access-card'
import { customerAddress } from '../../../views/parts/phrases'
import { KINDS } from '../../integrations'
import type { CustomerView, TargetView } from '../../integrations/customer-access'
import { type LedgerSite, listLedgerSites } from '../../integrations/ledger-sites'
import type { LogRow } from '../../journal/queries'
import { uncapitalize } from '../../model/letter-case'
import { isFailed } from '../../model/outcome'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'

interface NamedCustomer {
  email: string
  name: string | null
}

/** What the site's ledger says; null where it knows nothing of them. */
export function viewCustomerAt(c: Context<Web>, { ledger }: LedgerSite, email: string): Promise<CustomerView | null> {
  return ledger.customer(c.var.member.marketplace.id, email)
}

/** What one site knows of a customer; `unread` where it did not answer. */
export interface SiteView {
  site: LedgerSite
  view: CustomerView | null
  unread: boolean
}

export async function viewEverywhere(c: Context<Web>, email: string): Promise<SiteView[]> {
  const sites = await listLedgerSites(c.env, c.var.member.marketplace.id)
  return Promise.all(
    sites.map((site) =>
      viewCustomerAt(c, site, email).then(
        (view) => ({ site, view, unread: false }),
        () => ({ site, view: null, unread: true }),
      ),
    ),
  )
}

export function buildAccessCard(
  c: Context<Web>,
  who: NamedCustomer,
  views: SiteView[],
  { endable, entries }: { endable: boolean; entries: LogRow[] },
): AccessCardProps {
  const { email } = who
  const address = customerAddress(marketplaceAddress(c), email)
  const access = views.flatMap(({ site: { integration }, view }) => {
    const { site, name } = integration
    const kind = KINDS.nameKinds([integration])
    const where = views.length > 1 ? name : null
    return (view?.targets ?? [])
      .filter((target) => !isReplaced(target, entries))
      .map((target) =>
        toAccess(target, {
          kind,
          where,
          view,
          entries,
          endHref: endable ? endAccessAddress(address, site, target) : null,
        }),
      )
  })
  const unread = views.some((one) => one.unread)
  return {
    title: `${who.name?.split(/\s+/)[0] ?? 'Their'}${who.name ? '’s' : ''} access`,
    access: access.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state)),
    remark: unread
      ? 'Not all of it could be read just now. Reload in a moment.'
      : access.length === 0 && explainNoAccess(views),
  }
}

const ORDER: TargetAccess['state'][] = ['unexplained', 'open', 'granted', 'ended']

function explainNoAccess(views: SiteView[]): string {
  const kinds = KINDS.nameKinds(views.map(({ site }) => site.integration))
  const check = views.length === 0 ? '' : ` “Check in ${kinds}” shows what was given by hand or by another tool.`
  return `No purchase ever gave access here.${check}`
}

interface AccessAt {
  entries: LogRow[]
  kind: string
  where: string | null
  view: CustomerView | null
  endHref: string | null
}

export function toAccess(of: TargetView, { kind, where, view, entries, endHref }: AccessAt): TargetAccess {
  const { target, open, why, atSite } = of
  const begins = of.starts !== undefined
  const state = of.unexplained
    ? 'unexplained'
    : open
      ? atSite?.open
        ? 'open'
        : 'granted'
      : begins
        ? 'granted'
        : 'ended'
  const failure = state === 'granted' ? explainNotOpen(target, entries) : null
  const lingers = !open && atSite?.open === true
  return {
    kind: target.kind,
    name: target.name,
    state,
    where,
    because: [
      ...(open || begins ? [failure ?? why] : explainEnded(target, view)),
      ...(lingers ? [`${kind} still had it open when last seen.`] : []),
    ],
    endHref: open || begins || lingers ? endHref : null,
  }
}

/** Never opened, and what failed to open it was run again with another target. */
export function isReplaced({ target, atSite }: TargetView, entries: LogRow[]): boolean {
  return atSite === null && findNewest(target, entries)?.resolved?.how === 'replayed'
}

function findNewest(target: TargetView['target'], entries: LogRow[]): LogRow | undefined {
  return entries
    .filter(({ target: own }) => own !== null && own.kind === target.kind && own.id === target.id)
    .toSorted((one, other) => other.at - one.at)[0]
}

/** What keeps the site from opening what a purchase covers. */
function explainNotOpen(target: TargetView['target'], entries: LogRow[]): string | null {
  const newest = findNewest(target, entries)
  return newest !== undefined && (newest.outcome === 'waiting' || isFailed(newest.outcome)) ? newest.sentence : null
}

/** Why each purchase that once granted it no longer does. */
function explainEnded(target: TargetView['target'], view: CustomerView | null): string[] {
  const gave = (view?.purchases ?? []).flatMap(({ claims, product, productName }) =>
    claims
      .filter((claim) => claim.target.kind === target.kind && claim.target.id === target.id)
      .map(({ says }) => `${productName ?? `Product ${product}`}: ${uncapitalize(says)}`),
  )
  return gave.length > 0 ? gave : ['No purchase gives access now.']
}

function endAccessAddress(address: string, site: string, { target }: TargetView): string {
  return `${address}/end?${new URLSearchParams({ kind: target.kind, id: target.id, site })}`
}

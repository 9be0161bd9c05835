/** What jobs need from outside the journal's object. */
import { type Author, type Deed, recordDeed } from '../../accounts/audit-line'
import { deleteMarketplaceRow, deleteMarketplaceRows, deleteWebhook } from '../../accounts/marketplace-deletion'
import { deleteFiltersNaming } from '../../accounts/saved-filters'
import type { Env } from '../../env'
import type { CustomerView, EmailCorrection, EmailPage, TargetHolder } from '../../integrations/customer-access'
import { deleteIntegrationRows, forgetIntegration, listConnections } from '../../integrations/deletion'
import {
  findLedger,
  type LedgerRef,
  listAllLedgers,
  listReachableLedgers,
  type ReachableLedger,
} from '../../integrations/ledgers'
import type { Reconciler } from '../../integrations/reconciler'
import { findReconciler, isOffered } from '../../integrations/reconcilers'
import type { Connection } from '../../model/connection'
import type { Target } from '../../model/rule'
import { deleteProductRows, switchProductOff } from '../../products/deletion'
import { listRules } from '../../rules/store'
import { findEarlierQuery } from '../customers/earlier-query'
import type { EarlierQuery } from '../queries'

export interface JobPorts {
  recordDeed(author: Author, id: string, deed: Deed): Promise<void>

  listConnections(marketplace: string): Promise<Connection[]>
  forgetIntegration(connection: Connection): Promise<void>
  deleteIntegrationRows(connection: Connection): Promise<void>

  /** Null once the rule or its integration is gone. */
  findEarlierQuery(marketplace: string, rule: string): Promise<EarlierQuery | null>

  /** Its own rules; their ids. */
  switchProductOff(marketplace: string, product: string): Promise<string[]>
  deleteProductRows(marketplace: string, product: string): Promise<void>

  /** @param left sites that no integration reaches now */
  listKnownLedgers(marketplace: string, left: string[]): Promise<LedgerRef[]>
  listReachableLedgers(marketplace: string): Promise<ReachableLedger[]>
  listHolders(ledger: LedgerRef, marketplace: string, target: Target, most: number): Promise<TargetHolder[]>
  listEmails(ledger: LedgerRef, marketplace: string, after: string): Promise<EmailPage>
  viewCustomer(ledger: LedgerRef, marketplace: string, email: string): Promise<CustomerView | null>
  correctEmail(
    ledger: LedgerRef,
    marketplace: string,
    { from, to, stays }: { from: string; to: string; stays: boolean },
  ): Promise<EmailCorrection>
  /** Null once the integration is gone. */
  findReconciler(marketplace: string, integration: string): Promise<Reconciler | null>
  listRuleTargets(marketplace: string, integration: string): Promise<Target[]>
  /** Whether the site has it, as far as its catalog is known. */
  isOffered(marketplace: string, integration: string, target: Target): Promise<boolean>
  /** True if anything was stored. */
  eraseCustomer(ledger: LedgerRef, marketplace: string, email: string): Promise<boolean>
  forgetMarketplace(ledger: LedgerRef, marketplace: string): Promise<void>
  deleteFiltersNaming(marketplace: string, email: string): Promise<void>

  /** From then on its address answers 404, within the minute that copies live. */
  deleteWebhook(marketplace: string): Promise<void>
  /** All but its own row and the line that says who deleted it. */
  deleteMarketplaceRows(marketplace: string): Promise<void>
  deleteMarketplaceRow(marketplace: string): Promise<void>
}

export function createJobPorts(env: Env): JobPorts {
  return {
    recordDeed: (author, id, deed) => recordDeed(env.DB, author, id, deed),
    listConnections: (marketplace) => listConnections(env.DB, marketplace),
    forgetIntegration: (connection) => forgetIntegration(env, connection),
    deleteIntegrationRows: (connection) => deleteIntegrationRows(env.DB, connection),
    findEarlierQuery: (marketplace, rule) => findEarlierQuery(env.DB, marketplace, rule),
    switchProductOff: (marketplace, product) => switchProductOff(env.DB, marketplace, product),
    deleteProductRows: (marketplace, product) => deleteProductRows(env.DB, marketplace, product),
    listKnownLedgers: (marketplace, left) => listAllLedgers(env.DB, marketplace, left),
    listReachableLedgers: (marketplace) => listReachableLedgers(env.DB, marketplace),
    listHolders: async (ledger, marketplace, target, most) =>
      (await findLedger(env, ledger)?.listHolders(marketplace, target, most)) ?? [],
    listEmails: async (ledger, marketplace, after) =>
      (await findLedger(env, ledger)?.listEmails(marketplace, after)) ?? { emails: [], next: null },
    viewCustomer: async (ledger, marketplace, email) =>
      (await findLedger(env, ledger)?.customer(marketplace, email)) ?? null,
    correctEmail: async (ledger, marketplace, { from, to, stays }) =>
      (await findLedger(env, ledger)?.correctEmail(marketplace, from, to, stays)) ?? NOTHING,
    findReconciler: (marketplace, integration) => findReconciler(env, marketplace, integration),
    listRuleTargets: async (marketplace, integration) =>
      (await listRules(env.DB, marketplace, { integration })).map(({ target }) => target),
    isOffered: (marketplace, integration, target) => isOffered(env, marketplace, integration, target),
    eraseCustomer: async (ledger, marketplace, email) =>
      (await findLedger(env, ledger)?.erase(marketplace, email)) ?? false,
    forgetMarketplace: async (ledger, marketplace) => {
      await findLedger(env, ledger)?.forgetMarketplace(marketplace)
    },
    deleteFiltersNaming: (marketplace, email) => deleteFiltersNaming(env.DB, marketplace, email),
    deleteWebhook: (marketplace) => deleteWebhook(env.DB, marketplace),
    deleteMarketplaceRows: (marketplace) => deleteMarketplaceRows(env.DB, marketplace),
    deleteMarketplaceRow: (marketplace) => deleteMarketplaceRow(env.DB, marketplace),
  }
}

const NOTHING: EmailCorrection = { purchases: 0, enroll: [], end: [] }

/** Data the journal exchanges with pages and dispatch over RPC. Times are epoch ms. */

export type * from './customers/customer-queries'
export type * from './dispatch-api'
export type * from './log/log-queries'
export type * from './lost-sales/lost-sales-queries'
export type * from './overview/overview-queries'
export type * from './reconcile/reconcile-queries'
export type * from './undo/undo-queries'

/** What the ledger's tests report most: events that end, and the charge that goes on. */
export const refundNews = { trigger: 'product.refunded', does: 'expire' } as const
export const cancelNews = { trigger: 'subscription.canceled', does: 'expire' } as const
export const chargeNews = { trigger: 'subscription.charged' } as const

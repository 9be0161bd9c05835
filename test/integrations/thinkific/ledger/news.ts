/** What the ledger's tests tell most: events that end, and the charge that goes on. */
export const refunded = { trigger: 'product.refunded', does: 'expire' } as const
export const canceled = { trigger: 'subscription.canceled', does: 'expire' } as const
export const charged = { trigger: 'subscription.charged' } as const

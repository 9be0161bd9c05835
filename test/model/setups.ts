/** Two merchants of one site. */
export const MARKETPLACES = ['m1', 'm2'] as const
export const SITE = 'academy'
export const BUNDLES: Record<string, string[]> = { '201': ['101', '102'], '202': ['102', '103'] }

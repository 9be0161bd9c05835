/** As stored; never changed. */
export const COMPARE_SALES = 'compare-sales'
export const SETTLE_SALES = 'settle-sales'

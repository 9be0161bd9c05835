/** The most that five digits hold. */
export const MOST_DAYS = 99_999
export const MOST_NOTICE_DAYS = 365

export const DAY_S = 86_400
/** Of inactivity; use extends it, written at most once a day. */
export const SESSION_S = 14 * DAY_S

/** What examples have in place of what is not there, or no longer shown. Senders with one are refused. */
export const ENDPOINT_PLACEHOLDER = 'YOUR-ENDPOINT'
export const SECRET_PLACEHOLDER = 'whsec_PASTE_YOUR_SIGNING_SECRET'
export const KEY_PLACEHOLDER = 'YOUR-KEY'

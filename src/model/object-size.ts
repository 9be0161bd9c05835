/** Seven tenths of the 10 GB that Cloudflare gives an object's storage: past this, people are alerted. */
export const NEARLY_FULL_BYTES = 7e9

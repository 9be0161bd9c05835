/** Of the 10 GB that Cloudflare gives an object's storage: past this, people are alerted. */
export const NEARLY_FULL_BYTES = 8e9

/** Named on every request to others. Cloudflare has blocked writes to Thinkific that name none (reference 2.1). */
export const USER_AGENT = 'Enrollwire/0.2'

/** Deletes sessions, invitations, links and counters that ended before `now` (epoch ms). */
export async function sweepAccounts(d1: D1Database, now: number): Promise<void> {
  await d1.batch([
    d1.prepare('DELETE FROM sessions WHERE expires_at <= ?').bind(now),
    d1.prepare('DELETE FROM verifications WHERE expires_at <= ?').bind(now),
    d1.prepare('DELETE FROM invitations WHERE expires_at <= ?').bind(now),
    d1.prepare('DELETE FROM throttles WHERE until <= ?').bind(now),
  ])
}

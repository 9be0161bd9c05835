/** A message as JSON. Its id is the post's `webhook-id`. Pure. */
import type { AlertMessage } from '../../model/alert'
import type { Wording } from '../channel/words'

export function buildAlertBody(
  message: AlertMessage,
  { subject, figures, items, overview }: Wording,
  { id, name }: { id: string; name: string },
): string {
  const listed = message.kind === 'test' ? [] : message.items
  const data = {
    marketplace: { id, name },
    subject,
    causes: listed.map(({ key, kind, change, since, title, text }, at) => ({
      key,
      kind,
      change,
      since: new Date(since).toISOString(),
      title,
      text: change === 'over' ? items[at]?.text : text,
      link: items[at]?.href ?? null,
    })),
    more: message.kind === 'test' ? 0 : message.more,
    figures,
    overview,
  }
  return JSON.stringify({ type: `alerts.${message.kind}`, timestamp: new Date(message.at).toISOString(), data })
}

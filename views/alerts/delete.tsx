import { ConfirmPage } from '../parts/confirm-page'

export function DeleteChannel({
  base,
  channel: { id, name, shown },
}: {
  base: string
  channel: { id: string; name: string; shown: string }
}) {
  const at = `${base}/alerts/${encodeURIComponent(id)}`
  return (
    <ConfirmPage
      title={`Delete the channel “${name}”?`}
      crumbs={[{ label: 'Alerts', href: `${base}/alerts` }]}
      takes={[`${shown} gets no more alerts, not even that something is over.`]}
      stays={['Overview still lists what needs you, and other channels stay as they are.']}
      action={`${at}/deletions`}
      confirm="Delete Channel"
      back={at}
    />
  )
}

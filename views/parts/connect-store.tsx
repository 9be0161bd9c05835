import { LinkButton } from './button'
import { ForAdmins } from './for-admins'

/** What a page without any event offers. */
export function ConnectStore({ base }: { base: string }) {
  return (
    <ForAdmins>
      <LinkButton look="main" href={`${base}/webhook`}>
        Connect your store
      </LinkButton>
    </ForAdmins>
  )
}

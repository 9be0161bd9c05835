/** A password link, shown once. */
import { LinkButton } from '../parts/button'
import { CodeBlock } from '../parts/code-block'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'

interface ResetLinkProps {
  base: string
  member: { name: string; email: string }
  link: string
}

export function ResetLink({ base, member, link }: ResetLinkProps) {
  return (
    <div class="page narrow">
      <PageHeader
        title={`A new password for ${member.name}`}
        crumbs={[{ label: 'Team', href: `${base}/team` }]}
        lead="Hand this link over in person or in a private message. It works once, within a day."
      />
      <Notice kind="warning">It is shown only now. Anyone who has it can sign in as {member.email}.</Notice>
      <CodeBlock id="reset-link" title="The link" code={link} wrap />
      <div>
        <LinkButton href={`${base}/team`}>Back to the team</LinkButton>
      </div>
    </div>
  )
}

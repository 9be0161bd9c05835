import type { Child } from 'hono/jsx'
import type { Entry, EntryButton } from '../../src/journal/queries'
import { OUTCOME_LOOKS } from '../parts/badge'
import { LinkButton, type Look, PostButton } from '../parts/button'
import { ForAdmins } from '../parts/for-admins'
import { customerAddress, entryActsAddress, entryAddress } from '../parts/phrases'
import { type FixView, MainFix } from './main-fix'

interface EntryButtonsProps {
  base: string
  entry: Entry
  /** What fixes its cause; null where Retry is the way. */
  fix: FixView | null
}

export function EntryButtons({ base, entry, fix }: EntryButtonsProps) {
  const offered = ORDER.filter((button) => entry.buttons.includes(button) && (fix === null || button !== 'treat as'))
  const look = (button: EntryButton) => (fix === null ? lookOf(entry, button) : 'side')
  const { main = [], side = [] } = Object.groupBy(offered, look)
  return (
    <>
      {fix && <MainFix fix={fix} />}
      {[...main, ...side].map((button) => BUTTONS[button](base, entry, look(button)))}
    </>
  )
}

/** Most likely fix first. */
const ORDER: EntryButton[] = [
  'treat as',
  'retry',
  'run again',
  'replay',
  'undo test',
  'undo',
  'give up',
  'ignore',
  'open rule',
  'open customer',
]

const BUTTONS: Record<EntryButton, (base: string, entry: Entry, look: Look) => Child> = {
  retry: (base, entry, look) => (
    <PostButton look={look} icon="renew" action={`${entryActsAddress(base, entry.id)}/retries`}>
      Retry
    </PostButton>
  ),
  'run again': (base, entry, look) => (
    <PostButton look={look} icon="renew" action={`${entryActsAddress(base, entry.id)}/retries`}>
      Run now
    </PostButton>
  ),
  replay: (base, entry, look) => (
    <LinkButton look={look} href={`${entryAddress(base, entry.id)}/replay`}>
      Replay
    </LinkButton>
  ),
  'treat as': (base, entry) => (
    <LinkButton look="main" href={`${entryAddress(base, entry.id)}/treatments/new`}>
      Treat as…
    </LinkButton>
  ),
  'undo test': (base, entry) => (
    <LinkButton icon="flask" href={`${entryAddress(base, entry.id)}/undo-test`}>
      Undo this test
    </LinkButton>
  ),
  undo: (base, entry) => (
    <ForAdmins>
      <LinkButton href={`${entryAddress(base, entry.id)}/undo`}>Undo</LinkButton>
    </ForAdmins>
  ),
  'give up': (base, entry) => <LinkButton href={`${entryAddress(base, entry.id)}/give-up`}>Give up</LinkButton>,
  ignore: (base, entry) => <LinkButton href={`${entryAddress(base, entry.id)}/ignore`}>Ignore</LinkButton>,
  'open rule': (base, entry) =>
    entry.rule && <LinkButton href={`${base}/rules/${encodeURIComponent(entry.rule.id)}`}>Open rule</LinkButton>,
  'open customer': (base, entry) =>
    entry.customer && (
      <LinkButton href={customerAddress(base, entry.customer.email)}>
        {entry.customer.name ? `${firstName(entry.customer.name)}’s history` : 'Customer’s history'}
      </LinkButton>
    ),
}

/** The one action likely to fix a failed entry stands out; a successful entry needs none. */
function lookOf({ outcome, resolved }: Entry, button: EntryButton): 'main' | 'side' {
  const [tone] = OUTCOME_LOOKS[outcome]
  const mending: EntryButton[] = outcome === 'target missing' ? ['replay'] : ['retry', 'run again']
  return resolved === undefined && (tone === 'bad' || tone === 'wait') && mending.includes(button) ? 'main' : 'side'
}

function firstName(name: string): string {
  return name.split(/\s+/)[0] ?? name
}

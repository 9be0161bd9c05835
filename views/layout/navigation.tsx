import { useAdmin } from '../parts/for-admins'
import { Icon } from '../parts/icon'
import { fillAsTyped } from '../parts/search-as-typed'

const SECTIONS = ['Overview', 'Customers', 'Products', 'Integrations', 'Logs', 'Webhook', 'Team'] as const
export type Section = (typeof SECTIONS)[number]
/** The Webhook page shows secrets. */
const FOR_ADMINS: Section = 'Webhook'

export interface NavigationProps {
  /** Null on pages outside the sections. */
  section: Section | null
  /** Null outside a marketplace: the sections are hidden. */
  marketplace: { id: string; name: string } | null
  person: { name: string; email: string } | null
  /** Of the person's marketplaces. */
  others?: { id: string; name: string }[] | undefined
}

export function Navigation({ section, marketplace, person, others }: NavigationProps) {
  const base = marketplace ? `/m/${marketplace.id}` : null
  const admin = useAdmin()
  const sections = SECTIONS.filter((name) => admin || name !== FOR_ADMINS)
  return (
    <header class="top">
      <div class="top-row">
        <a class="brand" href={base ? `${base}/overview` : '/'}>
          Enrollwire
        </a>
        {base && (
          <nav class="nav" aria-label="Main">
            {sections.map((name) => (
              <a href={`${base}/${name.toLowerCase()}`} aria-current={name === section ? 'true' : undefined}>
                {name}
              </a>
            ))}
          </nav>
        )}
        {base && <Find base={base} />}
        {person && <AccountMenu person={person} marketplace={marketplace} others={others} />}
      </div>
    </header>
  )
}

/** A plain GET form; with a script, what is found appears below it. A phone has the link alone. */
function Find({ base }: { base: string }) {
  return (
    <search class="find">
      <form {...fillAsTyped(`${base}/search`, '#found')}>
        <Icon name="search" />
        <input
          type="search"
          name="q"
          aria-label="Find anything"
          aria-keyshortcuts="/ Control+K Meta+K"
          aria-controls="found"
          placeholder="Search"
          autocomplete="off"
          spellcheck={false}
          data-find
        />
        <span class="find-key" aria-hidden="true">
          /
        </span>
      </form>
      <a href={`${base}/search`} aria-label="Find anything">
        <Icon name="search" />
      </a>
      <div id="found" class="found-list" aria-live="polite" />
    </search>
  )
}

function AccountMenu({
  person,
  marketplace,
  others = [],
}: Pick<NavigationProps, 'marketplace' | 'others'> & { person: { name: string; email: string } }) {
  return (
    <details class="menu">
      <summary>
        <span>{marketplace?.name ?? person.name}</span>
        <Icon name="down" />
      </summary>
      <div class="menu-list">
        <p>{person.email}</p>
        {others.map(({ id, name }) => (
          <a href={`/m/${id}/overview`}>
            <Icon name="later" />
            {name}
          </a>
        ))}
        <a href="/marketplaces">
          <Icon name="grid" />
          All marketplaces
        </a>
        <a href="/account">
          <Icon name="person" />
          Your account
        </a>
        {marketplace && (
          <a href={`/m/${marketplace.id}/help`}>
            <Icon name="question" />
            Help
          </a>
        )}
        <hr />
        <form method="post" action="/sign-out">
          <button type="submit">
            <Icon name="leave" />
            Sign out
          </button>
        </form>
      </div>
    </details>
  )
}

import { Button } from '../parts/button'
import { Card } from '../parts/card'
import { Icon } from '../parts/icon'
import { PageHeader } from '../parts/page-header'
import { fillAsTyped } from '../parts/search-as-typed'
import { SearchInput } from '../parts/search-input'

export interface FoundGroup {
  title: string
  links: { label: string; note: string | null; href: string }[]
  /** Address of all that were found; null where these are. */
  more?: string | null
  problem?: string | null
}

interface SearchProps {
  base: string
  query: string
  groups: FoundGroup[]
}

export function SearchPage({ base, query, groups }: SearchProps) {
  return (
    <div class="page narrow">
      <PageHeader
        title="Search"
        lead="Customers, orders, products, rules and pages. Press / or Ctrl-K from anywhere."
      />
      <search>
        <form class="row find-again" {...fillAsTyped(`${base}/search`, '#found-here')}>
          <SearchInput
            name="q"
            label="Search everything"
            placeholder="A name, an email, an order, a product …"
            value={query}
            extra={query === '' ? { 'data-focus': '' } : {}}
          />
          <Button look="main">Search</Button>
        </form>
      </search>
      <Card>
        <div id="found-here" class="found-list">
          {query === '' ? (
            <p class="muted">Try part of an email, “refund”, an order’s number, or a course.</p>
          ) : (
            <Found base={base} query={query} groups={groups} />
          )}
        </div>
      </Card>
    </div>
  )
}

/** What was found, also below the field in the header. Nothing while nothing is typed. */
export function Found({ base, query, groups }: SearchProps) {
  if (query === '') {
    return null
  }
  return (
    <>
      {groups.length === 0 && <p class="muted">Nothing here is called “{query}”.</p>}
      {groups.map(({ title, links, more, problem }) => (
        <section aria-label={title}>
          <h2>{title}</h2>
          {problem && <p class="small">{problem}</p>}
          <ul>
            {links.map(({ label, note, href }) => (
              <li>
                <a href={href}>
                  <bdi>{label}</bdi>
                  {note && <span class="muted small">{note}</span>}
                </a>
              </li>
            ))}
            {more && (
              <li>
                <a href={more}>All that match</a>
              </li>
            )}
          </ul>
        </section>
      ))}
      <a class="found-log" href={`${base}/logs?${new URLSearchParams({ search: query })}`}>
        <Icon name="search" />
        Search the log for “{query}”
      </a>
    </>
  )
}

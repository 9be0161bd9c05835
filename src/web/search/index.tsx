/** One search over everything a marketplace has; relative to /m/:marketplace. */
import { type Context, Hono } from 'hono'
import { customerAddress } from '../../../views/parts/phrases'
import { Found, type FoundGroup, SearchPage } from '../../../views/search/search-page'
import { EVERY_PRODUCT } from '../../model/rule'
import { searchProducts } from '../../products/store'
import { searchRules } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'
import { findPages } from './pages'

/** Far more than anyone types. */
const LONGEST_SEARCH = 200
/** Of a kind: a list one looks over, not one to page through. */
const MOST_OF_A_KIND = 5

export const search = new Hono<Web>()

search.get('/search', async (c) => {
  const q = (c.req.query('q') ?? '').trim().slice(0, LONGEST_SEARCH)
  const base = marketplaceAddress(c)
  const groups = q === '' ? [] : await findEverywhere(c, q)
  const found = <Found base={base} query={q} groups={groups} />
  const main = <SearchPage base={base} query={q} groups={groups} />
  return renderPage(c, { title: q === '' ? 'Search' : `Search: ${q}`, section: null, main, fragment: found })
})

async function findEverywhere(c: Context<Web>, q: string): Promise<FoundGroup[]> {
  const marketplace = c.var.member.marketplace.id
  const base = marketplaceAddress(c)
  const journal = c.env.JOURNAL.getByName(marketplace)
  const [customers, orders, products, rules] = await Promise.all([
    // Where the journal does not answer, the rest is found all the same.
    journal.customers(marketplace, { search: q, limit: MOST_OF_A_KIND }).catch(() => null),
    journal.orders(q, MOST_OF_A_KIND).catch(() => []),
    searchProducts(c.env.DB, marketplace, q, MOST_OF_A_KIND),
    searchRules(c.env.DB, marketplace, q, MOST_OF_A_KIND),
  ])
  const pages = findPages(q, { admin: c.var.member.role === 'admin' })
  const all: FoundGroup[] = [
    {
      title: 'Customers',
      links: (customers?.customers ?? []).map(({ email, name }) => ({
        label: name ?? email,
        note: name === null ? null : email,
        href: customerAddress(base, email),
      })),
      more: customers?.next ? `${base}/customers?${new URLSearchParams({ search: q })}` : null,
      problem:
        customers === null ? 'Customers and orders could not be searched just now. Try again in a moment.' : null,
    },
    {
      title: 'Orders',
      links: orders.map(({ order, email, name }) => ({
        label: order,
        note: name ?? email,
        href: customerAddress(base, email),
      })),
    },
    {
      title: 'Products',
      links: products.map(({ id, name }) => ({ label: name, note: id, href: productAddress(base, id) })),
    },
    {
      title: 'Rules',
      links: rules.map((rule) => ({
        label: rule.name,
        note: `${rule.product === EVERY_PRODUCT ? 'every product' : rule.target.name}${rule.on ? '' : ' · off'}`,
        href: `${base}/rules/${rule.id}`,
      })),
    },
    {
      title: 'Pages',
      links: pages.slice(0, MOST_OF_A_KIND).map(({ name, path }) => ({ label: name, note: null, href: base + path })),
    },
  ]
  return all.filter(({ links, problem }) => links.length > 0 || problem)
}

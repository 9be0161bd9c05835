import { Hono } from 'hono'
import {
  type CustomerFilters,
  CustomerListPage,
  FoundCustomers,
  listAddress,
} from '../../../views/customers/customer-list'
import { listProducts } from '../../products/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { isPartial } from '../http/partial'
import { PHRASES } from '../http/phrases'
import { renderPage } from '../http/respond'

/** Far more than anyone types. */
const LONGEST_SEARCH = 200
const LONGEST_CURSOR = 60
/** A longer list does not help. */
const MOST_PRODUCTS = 100

export const customerList = new Hono<Web>()

customerList.get('/customers', async (c) => {
  const { search = '', product = '', after: cursor = '' } = c.req.query()
  const filters: CustomerFilters = {
    search: search.slice(0, LONGEST_SEARCH),
    product: product.slice(0, LONGEST_SEARCH),
  }
  const after = cursor.slice(0, LONGEST_CURSOR)
  const marketplace = c.var.member.marketplace.id
  const base = marketplaceAddress(c)
  const answer = await c.env.JOURNAL.getByName(marketplace).customers(marketplace, {
    search: filters.search || undefined,
    product: filters.product || undefined,
    after: after || undefined,
  })
  const list = { base, phrases: PHRASES, filters, answer, after }
  const page = { title: 'Customers', section: 'Customers' } as const
  if (isPartial(c)) {
    // Keeps the search in the address, for reload, Back and shared links.
    c.header('HX-Replace-Url', listAddress(base, filters, after))
    return renderPage(c, { ...page, main: null, fragment: <FoundCustomers {...list} /> })
  }
  const products = (await listProducts(c.env.DB, marketplace))
    .filter(({ id }, index) => index < MOST_PRODUCTS || id === filters.product)
    .map(({ id, name }) => ({ value: id, label: name }))
  return renderPage(c, { ...page, main: <CustomerListPage {...list} products={products} /> })
})

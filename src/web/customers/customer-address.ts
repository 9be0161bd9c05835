import type { Context } from 'hono'
import type { Crumb } from '../../../views/parts/page-header'
import { customerAddress } from '../../../views/parts/phrases'
import { storedEmail } from '../../model/email'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'

interface CustomerAddress {
  email: string
  address: string
  crumbs: Crumb[]
}

/** Longest possible email (RFC 5321). */
const LONGEST_EMAIL = 254

export function readCustomerAddress(c: Context<Web>): CustomerAddress {
  const email = storedEmail((c.req.param('email') ?? '').slice(0, LONGEST_EMAIL))
  const base = marketplaceAddress(c)
  const address = customerAddress(base, email)
  return {
    email,
    address,
    crumbs: [
      { label: 'Customers', href: `${base}/customers` },
      { label: email, href: address },
    ],
  }
}

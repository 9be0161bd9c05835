/** SamCart publishes no list of its export's columns: these are names that its API and its posts use for the same. */
import type { ImportFormat } from './import-format'

export const SAMCART_ORDERS: ImportFormat = {
  id: 'samcart-orders',
  title: 'SamCart’s export of orders',
  marks: [
    ['orderid'],
    ['customeremail', 'email'],
    ['productname', 'productid', 'product', 'products'],
    ['processor', 'processorname', 'affiliate', 'affiliateid', 'affiliatename', 'cardused', 'testmode', 'utmsource'],
  ],
  remark: 'Refunds among its orders end access where a rule of yours says so.',
}

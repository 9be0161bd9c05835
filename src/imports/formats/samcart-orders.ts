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
  remark: 'Its refunds end access where one of your rules says so.',
}

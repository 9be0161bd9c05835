/** The columns an import can use, and which of a file's they probably are. Pure. */

import { normalizeWord } from '../../intake/formats/common-words'
import { readEmail } from '../../intake/formats/email'
import type { ImportField, SheetColumn } from '../../journal/imports/import-record'

interface FieldInfo {
  label: string
  /** Names of columns, as normalizeWord leaves them; the likeliest first. */
  names: readonly string[]
}

export const FIELDS: Record<ImportField, FieldInfo> = {
  email: {
    label: 'Email',
    names: ['customeremail', 'email', 'emailaddress', 'buyeremail', 'studentemail', 'useremail', 'billingemail'],
  },
  name: {
    label: 'Full name',
    names: ['customername', 'name', 'fullname', 'buyername', 'billingname', 'studentname', 'customer'],
  },
  firstName: { label: 'First name', names: ['firstname', 'customerfirstname', 'billingfirstname', 'studentfirstname'] },
  lastName: {
    label: 'Last name',
    names: ['lastname', 'customerlastname', 'billinglastname', 'studentlastname', 'surname'],
  },
  productId: { label: 'Product ID', names: ['productid', 'productids', 'itemid', 'sku', 'productsku'] },
  productName: {
    label: 'Product name',
    names: [
      'productname',
      'product',
      'internalproductname',
      'products',
      'item',
      'itemname',
      'lineitemname',
      'plan',
      'planname',
    ],
  },
  date: {
    label: 'Date',
    names: [
      ...[
        'orderdate',
        'createdat',
        'date',
        'datecreated',
        'purchasedate',
        'purchasedat',
        'startdate',
        'startedat',
        'created',
      ],
      ...['orderedat', 'paidat', 'datepurchased', 'subscriptionstartdate', 'enrolledat', 'createdatutc', 'signupdate'],
    ],
  },
  status: {
    label: 'What happened (status)',
    names: [
      'status',
      'orderstatus',
      'subscriptionstatus',
      'paymentstatus',
      'type',
      'event',
      'eventtype',
      'financialstatus',
      'chargerefundstatus',
      'transactiontype',
    ],
  },
  endedAt: {
    label: 'Refunded or ended on',
    names: [
      'refunddate',
      'refundedat',
      'canceldate',
      'canceledat',
      'enddate',
      'endedat',
      'daterefunded',
      'datecanceled',
      'canceledon',
    ],
  },
  orderId: {
    label: 'Order number',
    names: ['orderid', 'ordernumber', 'order', 'orderno', 'invoiceid', 'invoicenumber', 'initialorderid'],
  },
  subscriptionId: {
    label: 'Subscription number',
    names: ['subscriptionid', 'subscription', 'subscriptionnumber', 'rebillid', 'subscriptionrebillid'],
  },
  chargedAt: {
    label: 'Last payment on',
    names: ['lastpaymentdate', 'lastchargedate', 'lastcharge', 'lastbillingdate', 'lastrebillingdate', 'lastpaidat'],
  },
  periodEnd: {
    label: 'Paid until',
    names: [
      'nextrebillingdate',
      'nextbillingdate',
      'nextpaymentdate',
      'nextchargedate',
      'periodend',
      'currentperiodend',
      'paiduntil',
      'renewaldate',
      'rebillingdate',
    ],
  },
  paymentId: {
    label: 'Payment number',
    names: ['transactionid', 'chargeid', 'paymentid', 'processortransactionid', 'stripeid'],
  },
  amount: { label: 'Amount', names: ['total', 'amount', 'ordertotal', 'price', 'chargeamount', 'totalamount'] },
}

export const FIELD_IDS = Object.keys(FIELDS) as ImportField[]

/** Each column for one field at most, by its name; the email also by what is in it. */
export function guessColumns(columns: SheetColumn[]): Partial<Record<ImportField, number>> {
  const names = columns.map(({ name }) => normalizeWord(name))
  const guessed: Partial<Record<ImportField, number>> = {}
  const taken = new Set<number>()
  for (const field of FIELD_IDS) {
    const named = FIELDS[field].names.map((name) => names.indexOf(name)).find((at) => at !== -1 && !taken.has(at)) ?? -1
    const held = field === 'email' && !holdsEmails(columns[named]) ? columns.findIndex(holdsEmails) : -1
    const found = held === -1 ? named : held
    if (found !== -1) {
      guessed[field] = found
      taken.add(found)
    }
  }
  return guessed
}

export function holdsEmails(column: SheetColumn | undefined): boolean {
  return column?.examples.some((example) => 'email' in readEmail(example)) ?? false
}

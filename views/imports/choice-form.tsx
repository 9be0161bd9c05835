/** Which of a file's orders are imported: a range of dates, and what each of the file's products is called here. */
import type { ImportRecord } from '../../src/journal/imports/import-record'
import { Button } from '../parts/button'
import { Count } from '../parts/count'
import { SelectField, type SelectOption, TextField } from '../parts/fields'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Notice } from '../parts/notice'

interface ChoiceFormProps {
  at: string
  record: Pick<ImportRecord, 'orders' | 'wrong' | 'products'>
  products: SelectOption[]
  filled: FormValues
}

/** Imports a product of the file under its own id, as a new product. */
export const AS_IT_IS = 'as it is'

export function ChoiceForm({ at, record, products, filled }: ChoiceFormProps) {
  return (
    <Form action={`${at}/choices`} filled={filled} once>
      <HiddenField name="madeFrom" />
      <p class="answer">
        <Count of={record.orders} noun="order" /> found.
      </p>
      {record.wrong > 0 && (
        <Notice kind="warning" title="Some rows cannot be imported">
          <Count of={record.wrong} noun="row" /> left out, each with its reason:{' '}
          <a href={`${at}/rows.csv?only=wrong`}>download them</a>.
        </Notice>
      )}
      <div class="row">
        <TextField name="from" label="From" type="date" optional />
        <TextField name="until" label="Until" type="date" optional />
      </div>
      <p class="muted small">An order’s later refund or cancellation is imported with it.</p>
      {record.products.map(({ key, name, orders }, index) => (
        <SelectField
          name={`product-${index}`}
          label={name === null || name === key ? key : `${name} (${key})`}
          options={[...products, { value: AS_IT_IS, label: `New product: ${key}` }]}
          prompt="Leave out"
          hint={<Count of={orders} noun="order" />}
        />
      ))}
      <div class="row">
        <Button look="main">Preview</Button>
      </div>
    </Form>
  )
}

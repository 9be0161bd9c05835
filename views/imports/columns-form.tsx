/** Which column of a file is what, with a guess and examples of each. */
import type { ImportField, ImportRecord } from '../../src/journal/imports/import-record'
import { Button } from '../parts/button'
import { RadioField, SelectField, type SelectOption } from '../parts/fields'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Notice } from '../parts/notice'
import { nameZone } from '../parts/zone'

export interface MappedField {
  field: ImportField
  label: string
  required: boolean
  hint: string | null
}

interface ColumnsFormProps {
  at: string
  record: Pick<ImportRecord, 'columns' | 'problem'>
  fields: MappedField[]
  /** "Your file looks like SamCart’s export of orders." */
  format: { title: string; remark: string | null } | null
  products: SelectOption[]
  zone: string
  /** Null if the file's own dates leave no doubt. */
  asksStyle: { example: string } | null
  filled: FormValues
}

export function ColumnsForm({ at, record, fields, format, products, zone, asksStyle, filled }: ColumnsFormProps) {
  const options = record.columns.map(({ name, examples }, index) => ({
    value: String(index),
    label: examples.length === 0 ? `${name} (empty)` : `${name}: ${examples.map(shorten).join(' · ')}`,
  }))
  return (
    <Form action={`${at}/columns`} filled={filled} once>
      <HiddenField name="madeFrom" />
      {record.problem && (
        <Notice kind="warning" title="The file could not be read this way">
          {record.problem}
        </Notice>
      )}
      {format && (
        <Notice kind="info" title={`Your file looks like ${format.title}`}>
          {format.remark} Check what is chosen below.
        </Notice>
      )}
      {fields.map(({ field, label, required, hint }) => (
        <SelectField
          name={field}
          label={label}
          options={options}
          prompt={required ? 'Choose a column' : 'No column'}
          required={required}
          optional={!required}
          hint={hint ?? undefined}
        />
      ))}
      <SelectField
        name="product"
        label="One product for all rows"
        options={products}
        prompt="No, it is in a column"
        optional
        hint="For a list of people who all bought the same, such as Thinkific’s export of users."
      />
      <SelectField
        name="meaning"
        label="Each row is"
        options={[
          { value: 'purchase', label: 'a purchase' },
          { value: 'charge', label: 'a payment for a subscription' },
          { value: 'refund', label: 'a refund' },
          { value: 'cancellation', label: 'a canceled subscription' },
        ]}
        hint="Only where no column says what happened."
      />
      {asksStyle !== null && (
        <fieldset id="dateStyle">
          <legend>How to read {asksStyle.example}</legend>
          <RadioField
            name="dateStyle"
            value="month first"
            chosen={filled.values.dateStyle ?? ''}
            label="Month first: 5/3 is May 3"
          />
          <RadioField
            name="dateStyle"
            value="day first"
            chosen={filled.values.dateStyle ?? ''}
            label="Day first: 5/3 is March 5"
          />
        </fieldset>
      )}
      <p class="muted small">
        Dates without a time zone are read in {nameZone(zone)}: a purchase counts from the start of its day, a refund or
        cancellation from the end of it.
      </p>
      <div class="row">
        <Button look="main">Read the rows</Button>
      </div>
    </Form>
  )
}

const EXAMPLE_CHARS = 24

function shorten(text: string): string {
  return text.length > EXAMPLE_CHARS ? `${text.slice(0, EXAMPLE_CHARS)}…`.toWellFormed() : text
}

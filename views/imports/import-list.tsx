/** Files of past orders: a form to upload one, and those uploaded before. */
import type { ImportRecord, ImportStage } from '../../src/journal/imports/import-record'
import { Button } from '../parts/button'
import { Card } from '../parts/card'
import { Count } from '../parts/count'
import { type Column, DataTable } from '../parts/data-table'
import { Field } from '../parts/field'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { type Guidance, Guided } from '../parts/guide'
import { PageHeader } from '../parts/page-header'
import { When } from '../parts/when'

const STAGES: Record<ImportStage, string> = {
  uploading: 'Upload incomplete',
  uploaded: 'Choose the columns',
  reading: 'Being read',
  read: 'Choose the orders',
  previewing: 'Being previewed',
  previewed: 'Ready to run',
  running: 'Running',
  done: 'Imported',
  canceled: 'Canceled',
}

type ListedImport = Pick<ImportRecord, 'id' | 'name' | 'stage' | 'rows' | 'uploadedAt'> & { isPaused: boolean }

interface ImportListProps {
  base: string
  imports: ListedImport[]
  filled: FormValues
}

const GUIDE: Guidance = {
  title: 'From file to access',
  points: [
    {
      lead: 'Columns. ',
      text: 'You match columns and products to yours. SamCart’s export is recognized.',
    },
    { lead: 'Preview. ', text: 'You see who would be enrolled. Nothing changes until you run it.' },
    { lead: 'Run. ', text: 'Customers are enrolled at the site’s pace. You can pause, resume or cancel.' },
  ],
}

export function ImportListPage({ base, imports, filled }: ImportListProps) {
  return (
    <div class="page">
      <PageHeader
        title="Import past orders"
        lead="Years of orders from one file. Customers who paid get access, refunded ones don’t, and access they already have is linked to its purchase."
        crumbs={[{ label: 'Customers', href: `${base}/customers` }]}
      />
      <Guided guide={GUIDE}>
        <Form action={`${base}/imports`} enctype="multipart/form-data" filled={filled} once>
          <Field
            id="file"
            label="CSV file"
            error={filled.errors.file}
            hint="Your store’s export of orders or subscriptions, or any spreadsheet saved as CSV, with a row for each order: 200,000 rows at most. The file itself is not kept."
          >
            {(control) => (
              <input class="control" type="file" name="file" accept=".csv,.tsv,.txt,text/csv" {...control} />
            )}
          </Field>
          <div class="row">
            <Button look="main">Upload the file</Button>
          </div>
        </Form>
      </Guided>
      {imports.length > 0 && (
        <Card title="Files">
          <DataTable caption="Files of past orders" columns={columnsOf(base)} rows={imports} />
        </Card>
      )}
    </div>
  )
}

function columnsOf(base: string): Column<ListedImport>[] {
  return [
    { head: 'File', kind: 'name', cell: ({ id, name }) => <a href={`${base}/imports/${id}`}>{name}</a> },
    { head: 'State', class: 'when', cell: ({ stage, isPaused }) => (isPaused ? 'Paused' : STAGES[stage]) },
    { head: 'Rows', kind: 'number', labeled: true, cell: ({ rows }) => <Count of={rows} /> },
    { head: 'Uploaded', labeled: true, cell: ({ uploadedAt }) => <When at={uploadedAt} as="recent" /> },
  ]
}

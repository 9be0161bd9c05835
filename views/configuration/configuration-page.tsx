/** The configuration as a file: to keep it, and to compare one with this marketplace. */
import type { FileProblem } from '../../src/configuration/problem'
import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { Field } from '../parts/field'
import { SelectField, TextAreaField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { PageHeader } from '../parts/page-header'
import { Problems } from './problems'

interface ConfigurationPageProps {
  base: string
  fileName: string
  /** Others that the viewer is an admin of. */
  marketplaces: { id: string; name: string }[]
  problems: FileProblem[]
  filled: FormValues
}

const TEXT_ROWS = 12

export function ConfigurationPage({ base, fileName, marketplaces, problems, filled }: ConfigurationPageProps) {
  return (
    <div class="page narrow">
      <PageHeader
        title="Configuration"
        crumbs={[{ label: 'Team', href: `${base}/team` }]}
        lead="Integrations, products, rules, mappings and alerts as one file: to keep under version control, to change many rules in a text editor, or to set up another marketplace alike."
      />
      <Card title="Export">
        <div class="row row-apart">
          <span>
            The file has no keys, secrets or addresses that may hold one, and nothing about customers.{' '}
            <a href="/schemas/configuration.json">Its JSON Schema</a> helps editors to check it.
          </span>
          <LinkButton href={`${base}/configuration/${fileName}`} extra={{ download: fileName }}>
            Download {fileName}
          </LinkButton>
        </div>
      </Card>
      <Form action={`${base}/configuration/comparisons`} enctype="multipart/form-data" filled={filled}>
        <h2>Compare and import</h2>
        <Problems problems={problems} />
        <p class="muted">Next you see what the file would change here. Nothing changes until you apply it.</p>
        <Field id="file" label="File" error={filled.errors.file} optional>
          {(control) => <input class="control" type="file" name="file" accept=".json,application/json" {...control} />}
        </Field>
        <TextAreaField name="text" label="Or its text" rows={TEXT_ROWS} value={filled.values.text ?? ''} optional />
        {marketplaces.length > 0 && (
          <SelectField
            name="from"
            label="Or the configuration of another marketplace"
            prompt="None"
            options={marketplaces.map(({ id, name }) => ({ value: id, label: name }))}
            hint="Connect its integrations here under the same names first: courses of another site are then found by their names."
            optional
          />
        )}
        <div class="row">
          <Button look="main">Compare</Button>
        </div>
      </Form>
    </div>
  )
}

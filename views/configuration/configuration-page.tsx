/** The configuration as a file: to keep it, and to compare one with this marketplace. */
import type { FileProblem } from '../../src/configuration/problem'
import { Button, LinkButton } from '../parts/button'
import { Card } from '../parts/card'
import { Field } from '../parts/field'
import { SelectField, TextAreaField } from '../parts/fields'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { type Guidance, Guided } from '../parts/guide'
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

const GUIDE: Guidance = {
  title: 'What the file holds',
  points: [
    { lead: 'In it: ', text: 'integrations, products, rules, mappings and alerts.' },
    {
      lead: 'Not in it: ',
      text: 'keys, secrets, addresses that may hold one, and anything about customers.',
    },
    {
      lead: 'For your editor: ',
      text: (
        <>
          <a href="/schemas/configuration.json">its JSON Schema</a> completes and checks what you type.
        </>
      ),
    },
  ],
}

export function ConfigurationPage({ base, fileName, marketplaces, problems, filled }: ConfigurationPageProps) {
  return (
    <div class="page">
      <PageHeader
        title="Configuration"
        crumbs={[{ label: 'Team', href: `${base}/team` }]}
        lead="Everything you set up, as one file: keep it under version control, change many rules in a text editor, or set up another marketplace alike."
      />
      <Guided guide={GUIDE}>
        <div class="stack">
          <Card title="Export">
            <div class="row row-apart">
              <span>This marketplace as it is now.</span>
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
              {(control) => (
                <input class="control" type="file" name="file" accept=".json,application/json" {...control} />
              )}
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
      </Guided>
    </div>
  )
}

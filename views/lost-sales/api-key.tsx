/** SamCart's API key: where it comes from, and what it is used for. Admins only. */
import { Button, LinkButton, PostButton } from '../parts/button'
import { Card } from '../parts/card'
import { TextField } from '../parts/fields'
import { ForAdmins } from '../parts/for-admins'
import { Form } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { type Guidance, Guided } from '../parts/guide'
import { When } from '../parts/when'

export interface ApiKeyProps {
  /** Epoch ms; null without a key. */
  savedAt: number | null
  filled: FormValues
}

const SUPPORT = 'support@samcart.com'

const GUIDE: Guidance = {
  title: 'Where the key comes from',
  points: [
    {
      lead: 'From SamCart’s support. ',
      text: (
        <>
          No page in SamCart shows it. Write to <a href={`mailto:${SUPPORT}`}>{SUPPORT}</a> from your account’s email
          and ask for a key to the public API.
        </>
      ),
    },
    { lead: 'It only reads. ', text: 'Nothing in SamCart is changed with it.' },
  ],
}

export function ApiKey({ base, savedAt, filled }: ApiKeyProps & { base: string }) {
  return (
    <ForAdmins otherwise={savedAt === null ? <p class="muted">An admin can connect SamCart’s API here.</p> : undefined}>
      {savedAt === null ? <Explained /> : <Saved base={base} savedAt={savedAt} />}
      <Guided guide={GUIDE}>
        <Form action={`${base}/lost-sales/keys`} filled={filled} once id="api-key">
          <h2>{savedAt === null ? 'Connect SamCart’s API' : 'Replace the key'}</h2>
          <TextField
            name="key"
            label="SamCart API Key"
            type="password"
            autocomplete="off"
            required
            hint="Tested before it is saved, stored encrypted, never shown again."
          />
          <div class="row">
            <Button look="main">Save Key</Button>
          </div>
        </Form>
      </Guided>
    </ForAdmins>
  )
}

function Explained() {
  return (
    <Card title="Find sales that SamCart did not report" dashed>
      <div class="prose">
        <p>
          SamCart doesn’t seem to resend a failed post. With a key to its API, its last 35 days are compared every night
          with what was reported here. One click brings in what is missing, under its own date.
        </p>
        <p>This is optional: everything else works without it.</p>
      </div>
    </Card>
  )
}

function Saved({ base, savedAt }: { base: string; savedAt: number }) {
  return (
    <Card
      title="SamCart’s API"
      actions={
        <>
          <PostButton small action={`${base}/lost-sales/comparisons`}>
            Compare now
          </PostButton>
          <LinkButton small look="remove" href={`${base}/lost-sales/keys/deletion`}>
            Remove the key
          </LinkButton>
        </>
      }
    >
      <p>
        Sales are compared every night, with at most 500 calls a day; the rest follows the next night. The key was saved{' '}
        <When at={savedAt} />.
      </p>
    </Card>
  )
}

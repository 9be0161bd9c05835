import { Button, LinkButton } from '../parts/button'
import { CodeBlock } from '../parts/code-block'
import { TextField } from '../parts/fields'
import { Form, HiddenField } from '../parts/form'
import type { FormValues } from '../parts/form-values'
import { Notice } from '../parts/notice'
import { PageHeader } from '../parts/page-header'
import { Gate } from './gate'
import { PasswordField } from './person-fields'

const CRUMBS = [{ label: 'Your account', href: '/account' }]

export function SignInCode({ filled }: { filled: FormValues }) {
  return (
    <Gate title="Sign in" lead="Type the code your authenticator app shows now.">
      <Form action="/sign-in/code" filled={filled}>
        <HiddenField name="to" />
        <CodeField hint="No app at hand? One of your recovery codes works, once." />
        <div class="row row-apart">
          <Button look="main">Sign in</Button>
          <a href="/sign-in">Start again</a>
        </div>
      </Form>
    </Gate>
  )
}

export function TwoStep({ on, filled }: { on: boolean; filled: FormValues }) {
  const lead = on
    ? 'It’s on: after your password, you enter a code from your authenticator app.'
    : 'After your password, you enter a code from an app on your phone, such as a password manager.'
  return (
    <div class="page narrow">
      <PageHeader title="Two-step sign-in" crumbs={CRUMBS} lead={lead} />
      <Form action={on ? '/account/two-step/endings' : '/account/two-step'} filled={filled}>
        <PasswordField name="current" label="Current password" />
        {on && <CodeField hint="From the app, or one of your recovery codes." />}
        <div class="row">
          <Button look={on ? 'danger' : 'main'}>{on ? 'Turn it off' : 'Continue'}</Button>
        </div>
      </Form>
    </div>
  )
}

/** `app`: what the authenticator app needs; null once it was shown. */
export function ConfirmTwoStep({ app, filled }: { app: { key: string; address: string } | null; filled: FormValues }) {
  return (
    <div class="page narrow">
      <PageHeader title="Two-step sign-in" crumbs={CRUMBS} lead="Add this key to your authenticator app." />
      {app && <CodeBlock id="setup-key" title="Setup key" code={app.key.replace(/.{4}(?=.)/g, '$& ')} wrap />}
      {app && (
        <p>
          On this phone? <a href={app.address}>Open your app</a>.
        </p>
      )}
      <Form action="/account/two-step/confirmations" filled={filled}>
        <CodeField hint="Six digits, as the app shows them now." />
        <div class="row row-apart">
          <Button look="main">Turn it on</Button>
          <a href="/account/two-step">Make another key</a>
        </div>
      </Form>
    </div>
  )
}

export function RecoveryCodes({ codes }: { codes: string[] }) {
  const shown = codes.map((code) => code.replace(/.{5}(?=.)/, '$&-')).join('\n')
  return (
    <div class="page narrow">
      <PageHeader title="Two-step sign-in is on" crumbs={CRUMBS} lead="Your other sessions are signed out." />
      <Notice kind="warning">
        These recovery codes are shown only now. Each signs you in once, without the app. Keep them where your password
        is not.
      </Notice>
      <CodeBlock id="recovery-codes" title="Recovery codes" code={shown} />
      <div>
        <LinkButton href="/account">Back to your account</LinkButton>
      </div>
    </div>
  )
}

function CodeField({ hint }: { hint: string }) {
  return <TextField name="code" label="Code" hint={hint} autocomplete="one-time-code" required />
}

/** Name, email and password of somebody new. */
import { TextField } from '../parts/fields'
import type { Filled } from './gate'

export function NameField({ values, errors }: Filled) {
  return (
    <TextField
      name="name"
      label="Your name"
      value={values.name ?? ''}
      error={errors.name}
      autocomplete="name"
      required
    />
  )
}

export function EmailField({ values, errors }: Filled) {
  return (
    <TextField
      name="email"
      type="email"
      label="Email"
      value={values.email ?? ''}
      error={errors.email}
      autocomplete="username"
      required
    />
  )
}

/** A password one already has. Never filled in from what was sent. */
export function PasswordField({ errors, name = 'password', label = 'Password' }: PasswordProps) {
  return (
    <TextField
      name={name}
      type="password"
      label={label}
      error={errors[name]}
      autocomplete="current-password"
      required
    />
  )
}

/** A password to choose. */
export function NewPasswordField({ errors, name = 'password', label = 'Password' }: PasswordProps) {
  return (
    <TextField
      name={name}
      type="password"
      label={label}
      hint="At least 10 characters. Four random words are easy to remember and hard to guess."
      error={errors[name]}
      autocomplete="new-password"
      required
    />
  )
}

/** Tells password managers which account the password beside it is for. */
export function AccountName({ email }: { email: string }) {
  return <input type="text" name="username" value={email} autocomplete="username" readonly hidden />
}

interface PasswordProps {
  errors: Record<string, string>
  name?: string
  label?: string
}

/** What is asked of somebody who comes in: who they are, their password, and of the first one their store. */
import { TextField } from '../parts/fields'

export function NameField() {
  return <TextField name="name" label="Your name" autocomplete="name" required />
}

export function EmailField() {
  return <TextField name="email" type="email" label="Email" autocomplete="username" required />
}

/** A password one already has. */
export function PasswordField({ name = 'password', label = 'Password' }: PasswordProps) {
  return <TextField name={name} type="password" label={label} autocomplete="current-password" required />
}

/** A password to choose. */
export function NewPasswordField({ name = 'password', label = 'Password' }: PasswordProps) {
  return (
    <TextField
      name={name}
      type="password"
      label={label}
      hint="At least 10 characters. Four random words are easy to remember and hard to guess."
      autocomplete="new-password"
      required
    />
  )
}

/** Tells password managers which account the password beside it is for. */
export function AccountName({ email }: { email: string }) {
  return <input type="text" name="username" value={email} autocomplete="username" readonly hidden />
}

/** The first marketplace of somebody new. */
export function MarketplaceField() {
  return (
    <TextField
      name="marketplace"
      label="Marketplace"
      hint="The store whose customers get courses, as your team calls it."
      required
    />
  )
}

interface PasswordProps {
  name?: string
  label?: string
}

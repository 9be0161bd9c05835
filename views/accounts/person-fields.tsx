import { TextField } from '../parts/fields'

export function NameField() {
  return <TextField name="name" label="Your name" autocomplete="name" required />
}

export function EmailField() {
  return <TextField name="email" type="email" label="Email" autocomplete="username" required />
}

export function PasswordField({ name = 'password', label = 'Password' }: PasswordProps) {
  return <TextField name={name} type="password" label={label} autocomplete="current-password" required />
}

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

/** Lets a password manager match the password field to its account. */
export function AccountName({ email }: { email: string }) {
  return <input type="text" name="username" value={email} autocomplete="username" readonly hidden />
}

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

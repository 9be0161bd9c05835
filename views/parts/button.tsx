/** A button acts, a link navigates. */
import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon'

/** `remove`: leads to a question before anything is lost. `danger`: loses it. */
export type Look = 'main' | 'side' | 'plain' | 'remove' | 'danger'

interface Shape {
  look?: Look | undefined
  small?: boolean | undefined
  icon?: IconName | undefined
  children: Child
}

interface ButtonProps extends Shape {
  type?: 'submit' | 'button' | undefined
  name?: string | undefined
  value?: string | undefined
  disabled?: boolean | undefined
  /** Spread onto the button: formaction, hx-*, data-*, aria-*. */
  extra?: Record<string, string> | undefined
}

export function Button({ look = 'side', small, icon, children, type = 'submit', extra = {}, ...rest }: ButtonProps) {
  return (
    <button type={type} class={classes(look, small)} {...rest} {...extra}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  )
}

interface LinkButtonProps extends Shape {
  href: string
  extra?: Record<string, string> | undefined
}

export function LinkButton({ look = 'side', small, icon, children, href, extra = {} }: LinkButtonProps) {
  return (
    <a class={classes(look, small)} href={href} {...extra}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  )
}

interface PostButtonProps extends Shape {
  action: string
  values?: Record<string, string> | undefined
}

/** A form with a single button. */
export function PostButton({ action, values = {}, ...button }: PostButtonProps) {
  return (
    <form method="post" action={action}>
      {Object.entries(values).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button {...button} />
    </form>
  )
}

const LOOKS: Record<Look, string> = {
  main: ' main-action',
  side: '',
  plain: ' plain',
  remove: ' plain danger',
  danger: ' danger',
}

function classes(look: Look, small: boolean | undefined): string {
  return `button${LOOKS[look]}${small ? ' small' : ''}`
}

interface SearchInputProps {
  name: string
  /** For screen readers; the placeholder says what can be searched. */
  label: string
  placeholder: string
  value: string
  /** Spread onto the input: aria-*, data-*. */
  extra?: Record<string, string> | undefined
}

export function SearchInput({ name, label, placeholder, value, extra = {} }: SearchInputProps) {
  return (
    <input
      class="control"
      type="search"
      name={name}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      autocomplete="off"
      spellcheck={false}
      {...extra}
    />
  )
}

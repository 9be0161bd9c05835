/** Text to read exactly or to copy. */
import { Button } from './button'

interface CodeBlockProps {
  id: string
  title: string
  code: string
  /** Distinguishes blocks with the same title; only read aloud. */
  of?: string | undefined
  wrap?: boolean | undefined
  /** Shown instead of the button to copy, for what does not work as it is. */
  unready?: string | undefined
}

export function CodeBlock({ id, title, code, of, wrap, unready }: CodeBlockProps) {
  const which = of && <span class="visually-hidden"> {of}</span>
  return (
    <figure class={wrap ? 'code wrap' : 'code'}>
      <figcaption>
        <span id={`${id}-title`}>
          {title}
          {which}
        </span>
        {unready ? (
          <span>{unready}</span>
        ) : (
          <span class="with-script">
            <Button type="button" look="plain" small icon="copy" extra={{ 'data-copy': id }}>
              <span class="copy-words">Copy</span> <span class="visually-hidden">{title}</span>
              {which}
            </Button>
          </span>
        )}
      </figcaption>
      <section tabindex={0} aria-labelledby={`${id}-title`}>
        <pre>
          <code id={id}>{code}</code>
        </pre>
      </section>
    </figure>
  )
}

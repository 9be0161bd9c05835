/** Text to read exactly or to copy. */
import { Button } from './button'

interface CodeBlockProps {
  /** Unique on the page. */
  id: string
  /** What it is: "In a terminal". */
  title: string
  code: string
  /** Which one, where a page has several of this title: read aloud, not shown. */
  of?: string | undefined
  /** Break long lines instead of scrolling. */
  wrap?: boolean | undefined
}

/** <CodeBlock id="curl" title="In a terminal" code={example} /> */
export function CodeBlock({ id, title, code, of, wrap }: CodeBlockProps) {
  const which = of && <span class="visually-hidden"> {of}</span>
  return (
    <figure class={wrap ? 'code wrap' : 'code'}>
      <figcaption>
        <span id={`${id}-title`}>
          {title}
          {which}
        </span>
        <span class="with-script">
          <Button type="button" look="plain" small icon="copy" extra={{ 'data-copy': id }}>
            <span class="copy-words">Copy</span> <span class="visually-hidden">{title}</span>
            {which}
          </Button>
        </span>
      </figcaption>
      <section tabindex={0} aria-labelledby={`${id}-title`}>
        <pre>
          <code id={id}>{code}</code>
        </pre>
      </section>
    </figure>
  )
}

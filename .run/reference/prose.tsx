/** Paragraphs of a document's descriptions, with their `code` and **strong** words. */

export function Prose({ text }: { text: string }) {
  return (
    <div class="prose">
      {text.split(/\n\n+/).map((paragraph) => (
        <p>
          <Words text={paragraph} />
        </p>
      ))}
    </div>
  )
}

export function Words({ text }: { text: string }) {
  return (
    <>
      {text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
        if (part.startsWith('`')) {
          return <code>{part.slice(1, -1)}</code>
        }
        return part.startsWith('**') ? <strong>{part.slice(2, -2)}</strong> : part
      })}
    </>
  )
}

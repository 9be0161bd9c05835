/** When there is no room for columns, each row becomes a card. */
import type { Child } from 'hono/jsx'

export interface Column<Row> {
  head: string
  cell: (row: Row) => Child
  /** `name`: the row's heading cell. `actions`: buttons; the column head is only read aloud. */
  kind?: 'name' | 'number' | 'actions' | undefined
  /** Repeat the column head before the value on a card, for values that need it. */
  labeled?: boolean | undefined
  class?: string | undefined
}

interface DataTableProps<Row> {
  caption: string
  captionShown?: boolean | undefined
  columns: Column<Row>[]
  rows: Row[]
  rowId?: ((row: Row) => string) | undefined
  id?: string | undefined
  /** Hook for column widths in the pages layer of app.css. */
  class?: string | undefined
}

export function DataTable<Row>({ caption, captionShown, columns, rows, rowId, id, ...look }: DataTableProps<Row>) {
  return (
    <div class={look.class ? `table ${look.class}` : 'table'} id={id}>
      <table class="table-cards">
        <caption class={captionShown ? undefined : 'visually-hidden'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ head, kind, class: own }) => (
              <th scope="col" class={own ?? kind}>
                {kind === 'actions' ? <span class="visually-hidden">{head}</span> : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr id={rowId?.(row)}>
              {columns.map((column) => (
                <Cell column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const label = column.labeled ? column.head : undefined
  const inside = label ? <div>{column.cell(row)}</div> : column.cell(row)
  return column.kind === 'name' ? (
    <th scope="row" class={column.class ?? column.kind} data-label={label}>
      {inside}
    </th>
  ) : (
    <td class={column.class ?? column.kind} data-label={label}>
      {inside}
    </td>
  )
}

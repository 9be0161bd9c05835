/** Stacked bars, one per day, drawn on the server as SVG; the same numbers follow as a table. */
import type { Child } from 'hono/jsx'
import { formatNumber, formatTime, useViewer } from './viewer'

const WIDTH = 600
const HEIGHT = 150
/** Bottom of the bars, above the axis. */
const FLOOR = HEIGHT - 2
/** Share of a day's width that its bar fills. */
const BAR_SHARE = 0.68
const GAP = 1.5

export interface Series {
  label: string
  tone: 'good' | 'ended' | 'keep' | 'bad' | 'quiet'
}

export interface Day {
  /** Any moment of that day, epoch ms. */
  at: number
  values: number[]
}

interface ChartProps {
  title: string
  series: Series[]
  days: Day[]
  children?: Child
}

export function Chart({ title, series, days, children }: ChartProps) {
  const viewer = useViewer()
  const highest = Math.max(1, ...days.map((day) => sum(day.values)))
  const step = WIDTH / Math.max(1, days.length)
  const dayName = (at: number) => formatTime(viewer, at, { day: 'numeric', month: 'short' })
  const first = days[0]
  const last = days.at(-1)
  return (
    <div class="chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}. The same numbers follow as a table.`}
      >
        <line class="axis" x1={0} x2={WIDTH} y1={FLOOR + 1} y2={FLOOR + 1} />
        {days.map((day, index) => (
          <g class="day">
            <title>{`${dayName(day.at)}: ${series.map(({ label }, n) => `${day.values[n] ?? 0} ${label}`).join(', ')}`}</title>
            <Bar
              day={day}
              series={series}
              x={index * step + (step * (1 - BAR_SHARE)) / 2}
              width={step * BAR_SHARE}
              scale={FLOOR / highest}
            />
          </g>
        ))}
      </svg>
      {first && last && (
        <p class="row row-apart muted small" aria-hidden="true">
          <span>{dayName(first.at)}</span>
          <span>{dayName(last.at)}</span>
        </p>
      )}
      {children}
      <details class="more">
        <summary>The same as a table</summary>
        <section class="table" tabindex={0} aria-label={`${title}, as a table`}>
          <table>
            <caption class="visually-hidden">{title}</caption>
            <thead>
              <tr>
                <th scope="col">Day</th>
                {series.map(({ label }) => (
                  <th scope="col" class="number">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map((day) => (
                <tr>
                  <th scope="row">{dayName(day.at)}</th>
                  {series.map((_, n) => (
                    <td class="number">{formatNumber(viewer, day.values[n] ?? 0)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </div>
  )
}

/** Stacks the day's values, the first series at the bottom. */
function Bar({
  day,
  series,
  x,
  width,
  scale,
}: {
  day: Day
  series: Series[]
  x: number
  width: number
  scale: number
}) {
  let top = FLOOR
  return (
    <>
      {series.map(({ tone }, n) => {
        const height = Math.max(0, (day.values[n] ?? 0) * scale - GAP)
        top -= height > 0 ? height + GAP : 0
        return (
          height > 0 && (
            <rect
              class={`bar-${tone}`}
              x={round(x)}
              y={round(top + GAP)}
              width={round(width)}
              height={round(height)}
              rx={1.5}
            />
          )
        )
      })}
    </>
  )
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** A tenth of a pixel is precise enough and keeps the markup short. */
function round(value: number): number {
  return Math.round(value * 10) / 10
}

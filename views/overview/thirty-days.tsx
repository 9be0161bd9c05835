import { Chart, type Day, type Series } from '../parts/chart'
import { Count } from '../parts/count'

export interface ThirtyDaysProps {
  series: Series[]
  days: Day[]
}

export function ThirtyDays({ series, days }: ThirtyDaysProps) {
  return (
    <Chart title="Outcomes of the last 30 days" series={series} days={days}>
      <dl class="totals">
        {series.map(({ label, tone }, n) => (
          <div>
            <dt>
              <span class={`key bar-${tone}`} />
              {label}
            </dt>
            <dd>
              <Count of={days.reduce((total, day) => total + (day.values[n] ?? 0), 0)} />
            </dd>
          </div>
        ))}
      </dl>
    </Chart>
  )
}

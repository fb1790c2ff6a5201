import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import { type ChartBar, shortDay } from './chart-days.ts';

/** What came by day or by week, taken and left. The sentence above the chart tells its sums to those who do not see it. */
export default function DayChart({ bars }: { bars: readonly ChartBar[] }) {
  const { t } = useTranslation();
  const data = bars.map(({ from, taken, left }) => ({ day: shortDay(from), taken, left }));
  return (
    <BarChart
      h={180}
      data={data}
      dataKey="day"
      type="stacked"
      series={[
        { name: 'taken', label: t('rules.simulation.chartTaken'), color: 'var(--pri)' },
        { name: 'left', label: t('rules.simulation.chartLeft'), color: 'var(--control)' },
      ]}
      withLegend
      gridAxis="x"
      tickLine="none"
      maxBarWidth={18}
      barProps={{ isAnimationActive: false }}
      xAxisProps={{ minTickGap: 24 }}
      yAxisProps={{ allowDecimals: false, width: 36 }}
      barChartProps={{ accessibilityLayer: false }}
    />
  );
}

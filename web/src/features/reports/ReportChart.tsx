import { BarChart } from "./BarChart";
import { barsOf, PARTS, scaleOf, type MeasureKey } from "./measures";
import type { ReportBy, ReportRow } from "./model";

interface ReportChartProps {
  rows: readonly ReportRow[];
  by: ReportBy;
  measure: MeasureKey;
  title: string;
}

/** The report as bars: upright over time, lying for everything that has a name. The table below holds the same figures. */
export function ReportChart({ rows, by, measure, title }: ReportChartProps) {
  const bars = barsOf(rows, by, measure);
  const shownParts = new Set(bars.flatMap(({ parts }) => parts.map(({ part }) => part)));
  const legend = measure === "calls" ? PARTS.filter(({ part }) => shownParts.has(part)) : [];
  return <BarChart title={title} bars={bars} scale={scaleOf(bars, measure)} legend={legend} stands={by === "hour" || by === "day"} />;
}

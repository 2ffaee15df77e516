import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { BarChart } from "@/features/reports/BarChart";
import { FigureStrip, type Figure } from "@/features/reports/FigureStrip";
import { roundUp, type Bar } from "@/features/reports/measures";
import { presetPeriod, rangeOf, type Period } from "@/features/reports/period";
import { PeriodPicker } from "@/features/reports/PeriodPicker";
import { count, microMoney, percent } from "@/format/amounts";
import { DASH } from "@/format/words";
import { Broken, Skeleton } from "@/ui/Blank";
import { Card } from "@/ui/Card";

import styles from "./Automation.module.css";
import type { AutomationStats } from "./model";
import { statsQuery } from "./queries";

/** What the calls of some days came to, in figures and by the hour of the zone in which the automation works. */
export function Monitoring({ zone }: { zone: string }) {
  const [period, setPeriod] = useState<Period>(() => presetPeriod("7", new Date()));
  const stats = useQuery(statsQuery(rangeOf(period)));
  return (
    <section className={styles.column} aria-label="Monitoring" aria-busy={stats.isPlaceholderData || undefined}>
      <div className={styles.headline}>
        <h2>What came of it</h2>
        <PeriodPicker period={period} onChange={setPeriod} />
      </div>
      {stats.isError && !stats.data ? (
        <Broken error={stats.error} onRetry={() => void stats.refetch()} />
      ) : !stats.data ? (
        <Skeleton rows={2} height={72} />
      ) : (
        <>
          <FigureStrip label="What came of it" figures={figuresOf(stats.data)} />
          <Card>
            {stats.data.calls === 0 ? <p className={styles.soft}>Nobody was called in these days. Calls stand here by the hour, so that you see when people talk.</p> : <HoursChart hours={stats.data.by_hour} zone={zone} />}
          </Card>
        </>
      )}
    </section>
  );
}

function HoursChart({ hours, zone }: { hours: AutomationStats["by_hour"]; zone: string }) {
  const bars = barsOf(hours);
  const most = Math.max(4, ...bars.map(({ sum }) => sum ?? 0));
  return (
    <>
      <BarChart title={`Calls by the hour of the day, by the clock of ${zone}`} bars={bars} scale={{ top: roundUp(most), words: count }} legend={PARTS} stands />
      <table className="visually-hidden">
        <caption>Calls by the hour of the day</caption>
        <thead>
          <tr>
            <th scope="col">Hour</th>
            <th scope="col">Calls</th>
            <th scope="col">Talks</th>
            <th scope="col">Appointments</th>
          </tr>
        </thead>
        <tbody>
          {hours.map(({ hour, calls, talked, scheduled }) => (
            <tr key={hour}>
              <th scope="row">{`${String(hour).padStart(2, "0")}:00`}</th>
              <td>{calls}</td>
              <td>{talked}</td>
              <td>{scheduled}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Every hour of the working day as a bar, and those besides in which somebody was called. */
export function barsOf(hours: AutomationStats["by_hour"]): Bar[] {
  const known = new Map(hours.map((hour) => [hour.hour, hour]));
  const first = Math.min(8, ...known.keys());
  const last = Math.max(19, ...known.keys());
  return Array.from({ length: last - first + 1 }, (_, place) => {
    const hour = first + place;
    const { calls, talked, scheduled } = known.get(hour) ?? { calls: 0, talked: 0, scheduled: 0 };
    const key = String(hour).padStart(2, "0");
    const parts = [
      { part: "scheduled" as const, size: scheduled },
      // An appointment is made in a talk: it is part of it, not beside it.
      { part: "talks" as const, size: Math.max(0, talked - scheduled) },
      { part: "silent" as const, size: Math.max(0, calls - Math.max(talked, scheduled)) },
    ].filter(({ size }) => size > 0);
    return { key, label: `${key}:00`, short: key, parts, sum: calls, words: `${key}:00: ${count(calls)} calls, ${count(talked)} talks, ${count(scheduled)} appointments` };
  });
}

function figuresOf(stats: AutomationStats): Figure[] {
  const { calls, talked, scheduled, not_interested, callbacks, no_answers, success_rate, cost, cost_per_call, cost_per_booking, attempts_to_success } = stats;
  return [
    { name: "Calls", value: count(calls), note: `${count(no_answers)} not answered` },
    { name: "Talks", value: count(talked), note: calls > 0 ? `${percent(talked / calls)} of calls` : undefined },
    { name: "Appointments", value: count(scheduled), note: attempts_to_success === null ? undefined : `${attempts_to_success.toFixed(1)} calls to each` },
    { name: "Success rate", value: percent(success_rate === null ? null : success_rate / 100), note: `${count(not_interested)} not interested` },
    { name: "Call backs", value: count(callbacks), note: "asked for" },
    { name: "Cost", value: cost ? microMoney(cost) : calls > 0 ? "Unknown" : DASH, note: cost_per_call ? `${microMoney(cost_per_call)} a call` : undefined },
    { name: "Per booking", value: microMoney(cost_per_booking) },
  ];
}

const PARTS = [
  { part: "scheduled", label: "Appointments" },
  { part: "talks", label: "Other talks" },
  { part: "silent", label: "Nobody talked" },
] as const;

import { useQuery } from "@tanstack/react-query";

import { count, counted, percent } from "@/format/amounts";
import { DASH } from "@/format/words";
import { Broken, Skeleton } from "@/ui/Blank";

import type { DetectorReport, Hits, ReportRange } from "./model";
import { precisionQuery } from "./queries";
import styles from "./Reports.module.css";

/** How often the detectors were right about who answered, by what agents said. */
export function Precision({ campaignId, range }: { campaignId: string; range: ReportRange }) {
  const precision = useQuery(precisionQuery(campaignId, range));
  if (precision.isError && !precision.data) return <Broken error={precision.error} onRetry={() => void precision.refetch()} />;
  if (!precision.data) return <Skeleton rows={3} />;
  const { own, carrier } = precision.data;
  if ([own, carrier].every((one) => verdictsOf(one) === 0)) return <p className={styles.soft}>No answer was judged in this time.</p>;
  return (
    <>
      <div className={styles.detectors}>
        <Detector name="Our own detector" report={own} />
        <Detector name="The carrier’s" report={carrier} />
      </div>
      <p className={styles.soft}>Right and wrong are what agents said with “was human” and “was machine”. A verdict that nobody spoke about counts as neither.</p>
    </>
  );
}

function Detector({ name, report }: { name: string; report: DetectorReport }) {
  return (
    <table className={styles.detector}>
      <caption>{name}</caption>
      <thead>
        <tr>
          <th scope="col">Said</th>
          <th scope="col">Right</th>
          <th scope="col">Wrong</th>
          <th scope="col">Unchecked</th>
          <th scope="col">Precision</th>
        </tr>
      </thead>
      <tbody>
        <Verdict word="A person" hits={report.human} />
        <Verdict word="A machine" hits={report.machine} />
        <tr>
          <th scope="row">Could not tell</th>
          <td colSpan={4} data-lone>
            {counted(report.unknown, "answer")}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Verdict({ word, hits: { right, wrong, unchecked } }: { word: string; hits: Hits }) {
  const checked = right + wrong;
  return (
    <tr>
      <th scope="row">{word}</th>
      <td>{count(right)}</td>
      <td>{count(wrong)}</td>
      <td>{count(unchecked)}</td>
      <td>
        <strong>{checked > 0 ? percent(right / checked) : DASH}</strong>
      </td>
    </tr>
  );
}

function verdictsOf({ human, machine, unknown }: DetectorReport): number {
  return [human, machine].reduce((sum, { right, wrong, unchecked }) => sum + right + wrong + unchecked, unknown);
}

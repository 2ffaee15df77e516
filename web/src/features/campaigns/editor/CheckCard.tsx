import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { listsQuery } from "@/features/dial/queries";
import { Card } from "@/ui/Card";

import type { CampaignInput } from "../model";
import type { Gap } from "./draft";
import styles from "./Editor.module.css";
import { sentencesOf } from "./sentences";
import { STEPS } from "./steps";

/** Everything that was chosen, in words, before it is started. */
export function CheckCard({ draft, gaps }: { draft: CampaignInput; gaps: readonly Gap[] }) {
  const lists = useQuery(listsQuery).data?.items ?? [];
  const said = sentencesOf(draft, (id) => lists.find((list) => list.id === id)?.name ?? "a list");
  return (
    <Card title="Check and start">
      <dl className={styles.check}>
        {STEPS.flatMap(({ key, title }) =>
          key === "check"
            ? []
            : [
                <div key={key}>
                  <dt>
                    <Link to={`?step=${key}`} replace preventScrollReset>
                      {title}
                    </Link>
                  </dt>
                  <dd>
                    {gaps
                      .filter(({ section }) => section === key)
                      .map(({ sentence }) => (
                        <p key={sentence} className={styles.error}>
                          {sentence}
                        </p>
                      ))}
                    {said[key].map((sentence) => (
                      <p key={sentence}>{sentence}</p>
                    ))}
                  </dd>
                </div>,
              ],
        )}
      </dl>
    </Card>
  );
}

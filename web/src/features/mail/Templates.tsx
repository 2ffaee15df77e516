import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";

import { Blank, Broken, Skeleton } from "@/ui/Blank";
import { Select } from "@/ui/Select";
import { Tag } from "@/ui/Card";
import { useMedia } from "@/ui/browser";

import styles from "./Mail.module.css";
import { kindChoices } from "./kinds";
import { templatesQuery } from "./queries";
import { TemplateEditor } from "./TemplateEditor";
import { kindWords } from "./words";

/** Every mail that may be sent, and one of them to be written. */
export function Templates() {
  const templates = useQuery(templatesQuery);
  const [search, setSearch] = useSearchParams();
  const narrow = useMedia("(max-width: 900px)");
  if (templates.isError && !templates.data) return <Broken error={templates.error} onRetry={() => void templates.refetch()} />;
  if (!templates.data) return <Skeleton rows={5} height={48} />;
  const chosen = templates.data.find(({ kind }) => kind === search.get("kind")) ?? templates.data[0];
  if (!chosen) return <Blank title="There are no mails to write">The server knows of none.</Blank>;
  const open = (kind: string) => setSearch({ kind }, { replace: true, preventScrollReset: true });
  return (
    <div className={styles.templates}>
      {narrow ? (
        <Select label="Which mail" value={chosen.kind} choices={kindChoices(templates.data)} onChange={open} />
      ) : (
        <ul className={styles.kinds} aria-label="Mails">
          {templates.data.map(({ kind, rule, is_default }) => (
            <li key={kind}>
              <button type="button" aria-pressed={kind === chosen.kind} onClick={() => open(kind)}>
                <strong>{kindWords(kind).title}</strong>
                <span>
                  <Tag tone={rule.on ? "good" : "plain"}>{rule.on ? "On" : "Off"}</Tag> {is_default ? "Default text" : "Own text"}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <TemplateEditor key={chosen.kind} template={chosen} />
    </div>
  );
}

import { useSearchParams } from "react-router";

import { useMay } from "@/features/session/session";
import { PageHeader } from "@/features/shell/PageHeader";
import { NoPermission } from "@/ui/Blank";
import { Segments } from "@/ui/Segments";

import styles from "./Mail.module.css";
import { Outbox } from "./Outbox";
import { Suppressions } from "./Suppressions";
import { Templates } from "./Templates";

/** Mails that follow calls by themselves: what they say, which went out, and who gets none. */
export function MailPage() {
  const mayRead = useMay("mail.read");
  const [search, setSearch] = useSearchParams();
  const view = VIEWS.find(({ value }) => value === search.get("view"))?.value ?? "templates";
  if (!mayRead) return (
    <>
      <PageHeader title="Mail" />
      <NoPermission what="Mails are for managers." />
    </>
  );
  return (
    <>
      <PageHeader title="Mail">What follows calls and appointments by mail: each once for a lead.</PageHeader>
      <div className={styles.page}>
        <div>
          <Segments label="What of the mail" value={view} choices={VIEWS} onChange={(next) => setSearch(next === "templates" ? {} : { view: next }, { replace: true })} />
        </div>
        {view === "templates" && <Templates />}
        {view === "outbox" && <Outbox />}
        {view === "suppressed" && <Suppressions />}
      </div>
    </>
  );
}

const VIEWS = [
  { value: "templates", label: "Templates" },
  { value: "outbox", label: "Outbox" },
  { value: "suppressed", label: "Gets no mail" },
] as const;

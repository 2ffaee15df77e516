import type { ReactNode } from "react";

import type { Settings } from "@/api/model";
import { sentenceFor } from "@/api/problem";
import { useMay } from "@/features/session/session";
import { Broken, Skeleton } from "@/ui/Blank";
import { Button } from "@/ui/Button";

import styles from "./Section.module.css";
import type { SettingsForm } from "./useSettings";

/** Waits for the settings, then shows their form with a bar to save it once something was changed. */
export function SettingsFrame({ form, children }: { form: SettingsForm; children: (values: Settings) => ReactNode }) {
  const mayWrite = useMay("settings.write");
  if (form.loading.isError && !form.values) return <Broken error={form.loading.error} onRetry={() => void form.loading.refetch()} />;
  if (!form.values) return <Skeleton rows={5} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (form.isChanged && !form.saving) form.save();
      }}
    >
      {children(form.values)}
      {mayWrite && (form.isChanged || form.error) && (
        <div className={styles.save}>
          {form.error && <p role="alert">{sentenceFor(form.error)}</p>}
          <span>Unsaved changes</span>
          {form.conflict && <Button onClick={() => void form.reload()}>Load their version, keep mine</Button>}
          <Button onClick={form.discard}>Discard</Button>
          <Button type="submit" look="primary" busy={form.saving}>
            Save
          </Button>
        </div>
      )}
    </form>
  );
}

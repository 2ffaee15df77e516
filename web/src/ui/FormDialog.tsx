import { useId, type ReactNode } from "react";

import { sentenceFor } from "@/api/problem";
import { Button } from "./Button";
import { Notice } from "./Card";
import { Dialog } from "./Dialog";
import styles from "./FormDialog.module.css";

interface FormDialogProps {
  title: string;
  description?: ReactNode;
  submit: string;
  /** What leaves all as it is, where “Cancel” could be taken for the deed itself. */
  dismiss?: string;
  danger?: boolean;
  wide?: boolean;
  busy: boolean;
  error: unknown;
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** A small form in a dialog: Enter sends it, what went wrong stands above it. */
export function FormDialog({ title, description, submit, dismiss = "Cancel", danger, wide, busy, error, onSubmit, onClose, children }: FormDialogProps) {
  const formId = useId();
  return (
    <Dialog
      open
      wide={wide}
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>{dismiss}</Button>
          <Button type="submit" form={formId} look={danger ? "danger" : "primary"} busy={busy}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) onSubmit();
        }}
      >
        {Boolean(error) && (
          <div role="alert">
            <Notice tone="bad">{sentenceFor(error)}</Notice>
          </div>
        )}
        {children}
      </form>
    </Dialog>
  );
}

import { Toast } from "@base-ui/react/toast";

/** Where every part of the page, views or not, puts a short message for the person in front of it. */
export const toastManager = Toast.createToastManager();

export interface Note {
  title: string;
  detail?: string;
  undo?: () => void;
  /** How long it stays, where the usual time is too short for what can be undone. */
  lastsMs?: number;
}

/** Says that something was done. */
export function tell({ title, detail, undo, lastsMs }: Note): void {
  const id = toastManager.add({
    title,
    description: detail,
    timeout: lastsMs ?? (undo ? 10_000 : 4_000),
    ...(undo ? { actionProps: { children: "Undo", onClick: () => takeBack(id, undo) } } : {}),
  });
}

/** Says that something was not done, and why; stays until it is read. */
export function complain(title: string, detail: string): void {
  toastManager.add({ title, description: detail || undefined, type: "error", timeout: 12_000, priority: "high" });
}

function takeBack(id: string, undo: () => void): void {
  toastManager.close(id);
  undo();
}

import { useState, type ComponentProps, type DragEvent } from "react";

import { classes } from "./classes";
import styles from "./DropArea.module.css";

interface DropAreaProps extends ComponentProps<"div"> {
  /** Said in front of the page while a file is held over it. */
  invitation: string;
  onFile: (file: File) => void;
}

/** A page on which a file may be dropped anywhere; a button must do the same without a mouse. */
export function DropArea({ invitation, onFile, className, children, ...rest }: DropAreaProps) {
  const [dragging, setDragging] = useState(false);
  const onDrag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setDragging(event.type === "dragover");
    const [file] = event.type === "drop" ? event.dataTransfer.files : [];
    if (file) onFile(file);
  };
  return (
    <div {...rest} className={classes(styles.area, className)} onDragOver={onDrag} onDragLeave={onDrag} onDrop={onDrag}>
      {children}
      {dragging && (
        <p className={styles.invitation} role="status">
          {invitation}
        </p>
      )}
    </div>
  );
}

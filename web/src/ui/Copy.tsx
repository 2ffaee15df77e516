import { Check, Copy as CopyIcon } from "lucide-react";
import { useEffect, useState } from "react";

import { IconButton } from "./Button";
import { complain } from "./toasts";

/** Puts a text on the clipboard and says so for a moment. */
export function Copy({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1_500);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <IconButton
      label={done ? "Copied" : label}
      icon={done ? <Check /> : <CopyIcon />}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setDone(true),
          () => complain("Not copied", "The browser did not allow it. Select the text and copy it by hand."),
        );
      }}
    />
  );
}

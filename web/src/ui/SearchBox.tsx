import { Search } from "lucide-react";
import { useRef } from "react";

import { classes } from "./classes";
import { Input } from "./Field";
import styles from "./SearchBox.module.css";
import { useShortcuts } from "./shortcuts";

interface SearchBoxProps {
  /** What is searched, and by what: read aloud. */
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
  className?: string;
}

/** The search of a page: "/" leads into it, Escape out of it. */
export function SearchBox({ label, placeholder, value, onChange, className }: SearchBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useShortcuts([{ keys: "/", run: () => box.current?.focus() }]);
  return (
    <div className={classes(styles.search, className)}>
      <Search aria-hidden="true" />
      <Input
        ref={box}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
    </div>
  );
}

import { TextField } from "@/ui/Field";

interface CurrencyFieldProps {
  label: string;
  hint: string;
  disabled: boolean;
  value: string;
  onChange: (code: string) => void;
  error: string | undefined;
}

/** The code of a currency (ISO 4217: three letters). */
export function CurrencyField({ onChange, ...rest }: CurrencyFieldProps) {
  return <TextField {...rest} maxLength={3} spellCheck={false} autoComplete="off" onChange={(event) => onChange(event.target.value.toUpperCase())} />;
}

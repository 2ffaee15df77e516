import { Compass } from "lucide-react";
import { Link } from "react-router";

import { Blank } from "@/ui/Blank";

export function NotFound() {
  return (
    <Blank icon={<Compass />} title="There is no page here" action={<Link to="/">Go to Home</Link>}>
      The address may be mistyped, or what it led to is gone.
    </Blank>
  );
}

import { Compass } from "lucide-react";
import { Link } from "react-router";

import { Blank } from "@/ui/Blank";

export function NotFound() {
  return (
    <>
      <h1 className="visually-hidden">Not found</h1>
      <Blank icon={<Compass />} title="There is no page here" action={<Link to="/">Go to Home</Link>}>
        The address may be mistyped, or what it led to is gone.
      </Blank>
    </>
  );
}

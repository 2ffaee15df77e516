import { Notice } from "@/ui/Card";

/** Says why somebody who was never heard waits: the page itself works, so they would look for the fault elsewhere. */
export function NoAudioYet({ way }: { way: string }) {
  return (
    <Notice tone="warn">
      <p role="status">
        Your audio does not get through to Outdial ({way}). A firewall, a VPN or a network without UDP may be in the way. Outdial goes on trying, and nobody is called before it works.
      </p>
    </Notice>
  );
}

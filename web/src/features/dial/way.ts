/** Where the audio of this browser has to go, by what the server answered: an address and a UDP port. */
export function wayOf(answer: string): string | null {
  const ways = [...answer.matchAll(/^a=candidate:\S+ \d+ udp \d+ (\S+) (\d+) typ host/gim)].map(([, address, port]) => ({ address, port }));
  // What only a browser on the same machine can reach says little to anybody else.
  const way = ways.find(({ address }) => address !== "127.0.0.1" && address !== "::1") ?? ways[0];
  return way ? `${way.address}, UDP port ${way.port}` : null;
}

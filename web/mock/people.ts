// Made-up people on numbers that are reserved for fiction.

const COMPANIES = [
  "Rheinisch-Westfälische Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. KG",
  "Kraftfahrzeug-Haftpflichtversicherungsgesellschaft Süddeutschland Vermögensverwaltungs-GmbH",
  "Northwind Traders",
  "Blue Finch Dental",
  "Ada's Bakery <script>alert(1)</script>",
  "Harbor & Sons Roofing",
  "Juniper Street Books",
  "Cobalt Freight",
  "O'Malley Insurance",
  "Sunrise Physiotherapy",
  "Zephyr Analytics",
];

/** The name of the nth person; one in six has none. */
export function nameOf(n: number): string | null {
  return n % 6 === 5 ? null : (COMPANIES[(n * 7) % COMPANIES.length] ?? null);
}

export function phoneOf(n: number): { phone: string; display: string; region: string; zone: string; local: string } {
  const area = AREAS[n % AREAS.length] ?? AREAS[0];
  const line = String(100 + (Math.floor(n / AREAS.length) % 100)).slice(-2);
  const block = 200 + (Math.floor(n / (AREAS.length * 100)) % 700);
  return {
    phone: `+1${area[0]}${block}01${line}`,
    display: `+1 ${area[0]}-${block}-01${line}`,
    region: "US",
    zone: area[1],
    local: localTime(area[1]),
  };
}

export function localTime(zone: string, at = new Date()): string {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(at);
}

const AREAS: [[string, string], ...[string, string][]] = [
  ["415", "America/Los_Angeles"],
  ["212", "America/New_York"],
  ["312", "America/Chicago"],
  ["303", "America/Denver"],
  ["808", "Pacific/Honolulu"],
];

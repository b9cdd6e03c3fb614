/** Time zones to choose from. Pure: what the browser knows and the present are arguments. */

/** Always there; browsers differ in whether they list it. */
const UTC = "UTC";

/** By name, with those that must be among them: what is chosen may be newer than the browser. */
export function zonesOf(known: readonly string[], ...chosen: string[]): string[] {
  return [...new Set([UTC, ...known, ...chosen])].sort(
    (a, b) => Number(b === UTC) - Number(a === UTC) || a.localeCompare(b),
  );
}

/** "America/New York", as people search for it. */
export const zoneTitle = (zone: string): string => zone.replaceAll("_", " ");

/** "Tue, 16:05" there; nothing if this browser does not know the zone. */
export function timeIn(zone: string, now: number, language: string): string | undefined {
  try {
    return new Intl.DateTimeFormat(language, {
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      timeZone: zone,
    }).format(now);
  } catch {
    return undefined;
  }
}

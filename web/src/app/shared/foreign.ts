/**
 * Texts that somebody outside wrote, among ours. They are only text anyway; here they are kept from
 * spoiling what stands beside them. Pure.
 */

const SHORT_MAX = 160;

/** As much as can be read at a glance. Whole characters, so that none is cut in two. */
export function short(text: string, max = SHORT_MAX): string {
  if (text.length <= max) return text;
  return `${[...text.slice(0, max)].slice(0, -1).join("")}…`;
}

/** Marks that turn the direction of what follows, until they are closed. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/;

/** What it turns ends with it: "exe.txt" must not make our own words run backwards. */
export function isolated(text: string): string {
  return TURNING.test(text) ? `\u2068${text}\u2069` : text;
}

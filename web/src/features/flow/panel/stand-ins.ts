/** Words in a text that stand for the contact's own values, as the server fills them in. */

export const STAND_INS = ["{name}", "{email}", "{score}"] as const;

/** Whom a text is tried on. */
export interface Somebody {
  readonly name: string;
  readonly email?: string | null | undefined;
  readonly score: number;
}

export function filledIn(text: string, { name, email, score }: Somebody): string {
  const values: Readonly<Record<string, string>> = {
    "{name}": name,
    "{email}": email ?? "",
    "{score}": String(score),
  };
  // In one pass: a value that itself looks like a place is never filled again.
  return text.replace(/\{[^}]*\}/g, (place) => values[place] ?? place);
}

export const hasStandIns = (text: string) => STAND_INS.some((word) => text.includes(word));

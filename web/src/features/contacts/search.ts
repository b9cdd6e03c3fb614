/** What the contact list shows, as it stands in the address. */
export const STAGES = [
  "subscriber",
  "lead",
  "mql",
  "sql",
  "opportunity",
  "customer",
  "disqualified",
] as const;
export type Stage = (typeof STAGES)[number];

export const SORTS = [
  "score",
  "-score",
  "probability",
  "-probability",
  "created_at",
  "-created_at",
  "seen_at",
  "-seen_at",
] as const;
export type Sort = (typeof SORTS)[number];

/** What the list can be sorted by. */
export type Column = Exclude<Sort, `-${string}`>;

/** Instead of everybody: who will be disqualified unless somebody objects. */
export const TO_BE_DROPPED = "to-be-dropped";

export type ContactsSearch = {
  list?: typeof TO_BE_DROPPED;
  search?: string;
  tag?: string;
  segment?: string;
  stage?: Stage;
  company?: string;
  sort?: Sort;
  /** The score category that is shown and sorted by; absent: the sum. */
  category?: string;
  /** The least and the most points of that category. */
  score_min?: number;
  score_max?: number;
};

/** Takes what it knows; an old or mistyped link still shows a list. */
export function contactsSearch(raw: Record<string, unknown>): ContactsSearch {
  const text = (value: unknown) =>
    (typeof value === "string" || typeof value === "number") && value !== ""
      ? String(value)
      : undefined;
  const whole = (value: unknown) => {
    const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
    return Number.isSafeInteger(number) ? number : undefined;
  };
  return {
    list: raw.list === TO_BE_DROPPED ? TO_BE_DROPPED : undefined,
    search: text(raw.search),
    tag: text(raw.tag),
    segment: text(raw.segment),
    stage: STAGES.find((stage) => stage === raw.stage),
    company: text(raw.company),
    sort: SORTS.find((sort) => sort === raw.sort),
    category: text(raw.category),
    score_min: whole(raw.score_min ?? ""),
    score_max: whole(raw.score_max ?? ""),
  };
}

/** The other direction of a column, the largest first when it is new. */
export function sortedBy(column: Column, now: Sort | undefined): Sort {
  return now === `-${column}` ? column : `-${column}`;
}

/** Whether anything narrows the list; a score category alone only says what is shown. */
export function narrows({ list, sort, category, ...narrowing }: ContactsSearch): boolean {
  return Object.values(narrowing).some((value) => value !== undefined);
}

/** Puts the focus where one goes on after the table has changed. */

export function rowElement(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
}

/** What is called something, a row or a group, begins with its name. */
export function focusName(place: Element | null): void {
  place?.querySelector<HTMLElement>("input")?.focus();
}

/** The rest is drawn by the next frame. */
const soon = (look: () => HTMLElement | null | undefined) =>
  requestAnimationFrame(() => look()?.focus());

const find = (selector: string) => document.querySelector<HTMLElement>(selector);

export const focusHandle = (row: string) =>
  soon(() => rowElement(row)?.querySelector<HTMLElement>("[data-handle]"));

/** The sentence of a row, which opens its fields. */
export const focusCriterion = (row: string) =>
  soon(() => rowElement(row)?.querySelector<HTMLElement>("[aria-expanded]"));

export const focusNewRow = (row: string) => soon(() => rowElement(row)?.querySelector("input"));

export const focusNewGroup = (at: number) => soon(() => find(`[data-group="${at}"] input`));

/** The button that adds a row to this group, a group or a class. */
export const focusAdd = (what: number | "group" | "class") =>
  soon(() =>
    find(typeof what === "number" ? `[data-group="${what}"] [data-add]` : `[data-add=${what}]`),
  );

/** Puts the focus where one goes on after the table has changed. */

export function rowElement(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
}

export function focusHandle(row: string): void {
  rowElement(row)?.querySelector<HTMLElement>("[data-handle]")?.focus();
}

/** What is called something, a row or a group, begins with its name. */
export function focusName(place: HTMLElement | null): void {
  place?.querySelector<HTMLElement>("input")?.focus();
}

/** The button that adds a row to this group. */
export function focusAdd(group: number): void {
  document.querySelector<HTMLElement>(`[data-group="${group}"] [data-add]`)?.focus();
}

/** The kinds that one added last in this browser, the latest first. */
const KEY = "runnel.flow.recent-kinds";
const MOST = 5;

export function recentKinds(): string[] {
  try {
    const kinds: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kinds) ? kinds.filter((kind) => typeof kind === "string") : [];
  } catch {
    return [];
  }
}

export function rememberKind(name: string): void {
  const kinds = [name, ...recentKinds().filter((other) => other !== name)].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(kinds));
  } catch {
    // Without a store the order is only less handy.
  }
}

/** Whether the server answered when it was last asked; the banner "You are offline" reads it. */
type Listener = () => void;

const listeners = new Set<Listener>();
let value = true;

export const reachable = {
  get: () => value,
  set(next: boolean) {
    if (next === value) return;
    value = next;
    for (const listener of listeners) listener();
  },
  subscribe(listener: Listener) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

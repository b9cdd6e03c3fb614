/**
 * How one likes to look at drawings. Kept in this browser and not with the person: a mouse at the
 * desk and a touchpad on the way want different things.
 */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

export interface Preferences {
  /** What turning the wheel does; with Ctrl held, or pinched, it always zooms. */
  readonly wheel: "moves" | "zooms";
  /** A small map of the whole flow in the corner. */
  readonly map: boolean;
}

const KEY = "runnel.flow.preferences";
const USUAL: Preferences = { wheel: "moves", map: false };

const store = createStore<Preferences>(() => recall());

export const preferences = () => store.getState();

export function prefer(change: Partial<Preferences>): void {
  store.setState(change);
  try {
    localStorage.setItem(KEY, JSON.stringify(store.getState()));
  } catch {
    // Without a store it holds as long as the page is open.
  }
}

export function usePreference<Name extends keyof Preferences>(name: Name): Preferences[Name] {
  return useStore(store, (state) => state[name]);
}

function recall(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as Partial<Preferences> | null;
    return { wheel: kept?.wheel === "zooms" ? "zooms" : USUAL.wheel, map: kept?.map === true };
  } catch {
    return USUAL;
  }
}

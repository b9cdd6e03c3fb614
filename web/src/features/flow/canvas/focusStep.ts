/** Puts the focus on a card as soon as it can be: one that is out of sight is not in the page yet. */
export async function focusStep(frame: HTMLElement, id: string): Promise<void> {
  latest = id;
  const card = `.react-flow__node[data-id="${CSS.escape(id)}"]`;
  for (let frames = 0; frames < FRAMES_MAX && latest === id; frames += 1) {
    const active = globalThis.document.activeElement;
    if (active?.closest("input, textarea, [contenteditable]:not([role=dialog] *)")) return;
    const found = active?.closest("[role=dialog]") ? null : frame.querySelector<HTMLElement>(card);
    if (found) return found.focus({ preventScroll: true });
    await new Promise(requestAnimationFrame);
  }
}

/** A second or so; whoever is still in a dialog by then stays there. */
const FRAMES_MAX = 60;

/** Whoever goes on meanwhile wants the focus there and not here. */
let latest: string | undefined;

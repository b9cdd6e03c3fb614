// Flows for journeys: made through the API, read from there, and how to find their steps on the drawing.

import assert from "node:assert/strict";
import { api, eventually, URL_, until } from "./app.mjs";

export const card = (page, id) => page.locator(`.react-flow__node[data-id="${id}"]`);

let flows = 0;

/** A name that no other journey uses. */
export function freshName(text) {
  flows += 1;
  return `${text} ${Date.now().toString(36)}${flows}`;
}

/**
 * A flow of its own. A step is its id, its kind, its settings, and where it stands: x, and in which
 * row if not in the next. `wires` are written `from>to` or `from:port>to`.
 */
export async function flowOf(text, steps, wires) {
  const id = freshName(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  const nodes = steps.map(([node, kind, settings = {}, x = 0, row = undefined], nth) => ({
    id: node,
    kind,
    settings,
    position: { x, y: (row ?? nth) * 140 },
  }));
  const edges = wires.map((wire) => {
    const [, from, port, to] = /^(\w+)(?::(\w+))?>(\w+)$/.exec(wire);
    return port ? { from, port, to } : { from, to };
  });
  await api("POST", "/flows", { document: { id, name: text, nodes, edges } });
  return id;
}

/** A flow with these steps in a line. */
export const lineOf = (text, steps) =>
  flowOf(
    text,
    steps,
    steps.slice(1).map(([to], nth) => `${steps[nth][0]}>${to}`),
  );

/** A trigger and three steps. */
export const LINE = [
  ["start", "meeting_cancelled"],
  ["one", "add_tag", { tag: "a" }],
  ["two", "add_tag", { tag: "b" }],
  ["three", "add_tag", { tag: "c" }],
];

/** A branch with a step on each side. */
export const SIDES = [
  [
    ["start", "meeting_cancelled"],
    ["ask", "branch", { rule: { tag: "vip" } }],
    ["left", "add_tag", { tag: "l" }, -140],
    ["right", "add_tag", { tag: "r" }, 140, 2],
  ],
  ["start>ask", "ask:yes>left", "ask:no>right"],
];

/** The draft as the server has it, once it is as expected. */
export async function draft(id, check) {
  let document;
  await until(async () => {
    ({ draft: document } = await api("GET", `/flows/${id}`));
    check(document);
  }, `the draft of ${id}`);
  return document;
}

export const wires = ({ edges = [] }) =>
  edges.map(({ from, port, to }) => (port ? `${from}:${port}>${to}` : `${from}>${to}`)).sort();

export const kinds = ({ nodes }) => nodes.map((node) => node.kind);

let sent = 0;

/**
 * Sends events of somebody, as a client library does; gives back the contact once it is known. An event
 * is its name, or what a client sends of it: `{ event, properties }`.
 */
export async function track(email, ...events) {
  sent += 1;
  const { write_key: key } = await api("POST", "/sources", {
    name: `journey ${sent}`,
    kind: "server",
  });
  const batch = [
    { type: "identify", userId: email, traits: { email }, messageId: `${email} ${sent}` },
    ...events.map((event, place) => ({
      type: "track",
      userId: email,
      ...(typeof event === "string" ? { event } : event),
      messageId: `${email} ${sent} ${place}`,
    })),
  ];
  const response = await fetch(`${URL_}/v1/batch`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${key}:`)}`, "Content-Type": "application/json" },
    body: JSON.stringify({ batch }),
  });
  assert.equal(response.status, 200);
  return eventually(async () => {
    const { items } = await api("GET", `/contacts?search=${encodeURIComponent(email)}`);
    return items.length > 0 && api("GET", `/contacts/${items[0].id}`);
  }, `${email} is known`);
}

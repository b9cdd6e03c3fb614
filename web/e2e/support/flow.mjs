// What journeys of the flow editor share: flows made through the API, and how to find things on
// the drawing.

import assert from "node:assert/strict";
import { api, eventually, URL_ } from "./app.mjs";

export const card = (page, id) => page.locator(`.react-flow__node[data-id="${id}"]`);

/** Tries until it no longer fails. */
export async function until(check, what) {
  let failure;
  const works = async () => {
    try {
      await check();
      return true;
    } catch (error) {
      failure = error;
      return false;
    }
  };
  await eventually(works, what, 10_000).catch((error) => {
    throw new Error(`${error.message}: ${failure?.message}`);
  });
}

let flows = 0;

/** A flow with a name of its own; `wires` are written `from>to` or `from:port>to`. */
export async function flowOf(name, steps, wires) {
  flows += 1;
  const id = `${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-${Date.now().toString(36)}${flows}`;
  const nodes = steps.map(([node, kind, settings = {}, x = 0], row) => ({
    id: node,
    kind,
    settings,
    position: { x, y: row * 140 },
  }));
  const edges = wires.map((wire) => {
    const [, from, port, to] = /^(\w+)(?::(\w+))?>(\w+)$/.exec(wire);
    return port ? { from, port, to } : { from, to };
  });
  await api("POST", "/flows", { document: { id, name, nodes, edges } });
  return id;
}

let sent = 0;

/** Sends events of somebody, as a client library does; gives back the contact. */
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
      event,
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

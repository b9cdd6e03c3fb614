// Texts that somebody outside chose, and a world that is full of them: whoever sends events, fills
// in a form or answers a webhook chooses what stands on these screens.

import { api, eventually, URL_ } from "./app.mjs";
import { GONE, receiver } from "./receiver.mjs";

/** Each would set `window.hostile`, ask for `/hostile`, or spoil what stands beside it. */
export const TEXTS = {
  script: `<script>window.hostile=1</script>"><img src="/hostile.png" onerror="window.hostile=1">`,
  address: "javascript:window.hostile=1",
  template: "{{constructor.constructor('window.hostile=1')()}} $t(name) %s &lt;b&gt;",
  reversed: "\u202Egnp.exe \u2067\u200B",
  long: "W".repeat(10_000),
  wide: `\u{1F468}\u200D\u{1F469}\u200D\u{1F467}e${"\u0301".repeat(60)}`,
};

/** Sends as much of the text as is taken: some names have a limit, which is no fault. */
async function longest(text, send) {
  for (let part = text; ; part = part.slice(0, part.length / 2)) {
    try {
      return await send(part);
    } catch (refused) {
      if (part.length < 64) throw refused;
    }
  }
}

/** Everything that has a name, called by `text`; gives back where each of it is shown. */
export async function worldOf(kind, text) {
  const id = `hostile-${kind}-${Date.now()}`;
  const contact = await someoneCalled(text, id);
  const source = await sourceCalled(text, contact.user);
  await longest(text, (name) =>
    api("PUT", `/segments/${id}`, {
      name,
      rule: { any: [{ tag: id }, { tag: text.slice(0, 60) }] },
    }),
  );
  await longest(text, (name) => api("PUT", `/scoring-models/${id}`, modelCalled(name, id)));
  await longest(text, (name) =>
    api("POST", `/contacts/${contact.id}/deals`, { name, pipeline: "sales", stage: "new" }),
  );
  const unwilling = await receiver(GONE);
  await flowCalled(id, text, unwilling.url);
  await api("PATCH", `/contacts/${contact.id}`, { add_tags: [id] });
  await eventually(async () => {
    const { items } = await api("GET", "/dead-letters");
    return items.some((letter) => letter.contact === contact.id);
  }, "the webhook's letter is dead");
  await unwilling.close();
  return {
    contacts: `/contacts?tag=${id}`,
    "to-be-dropped": "/contacts?list=to-be-dropped",
    contact: `/contacts/${contact.id}`,
    timeline: `/contacts/${contact.id}?tab=timeline`,
    segments: "/segments",
    segment: `/segments/${id}`,
    scoring: "/scoring",
    model: `/scoring/${id}`,
    deals: "/deals",
    tasks: "/tasks",
    sources: "/sources",
    source: `/sources/${source.id}`,
    flows: "/flows",
    flow: `/flows/${id}`,
    step: `/flows/${id}?step=task`,
    numbers: `/flows/${id}?mode=numbers`,
    changes: `/flows/${id}?mode=diff`,
    outline: `/flows/${id}?as=outline`,
    audit: "/settings/audit",
    "dead-letters": "/settings/dead-letters",
    keys: "/settings/keys",
  };
}

async function someoneCalled(text, user) {
  const email = `${user}@example.com`;
  const made = await longest(text, (name) =>
    api("POST", "/contacts", { email, user_id: user, properties: { name, note: name } }),
  );
  await longest(text, (tag) => api("PATCH", `/contacts/${made.id}`, { add_tags: [tag] }));
  await longest(text, (name) =>
    api("PATCH", `/contacts/${made.id}`, { properties: { [name]: name } }),
  );
  await longest(text, (reason) => api("POST", `/contacts/${made.id}/score`, { points: 5, reason }));
  return { id: made.id, user };
}

/** A source by that name, through which a page was visited whose title and address say the same. */
async function sourceCalled(text, user) {
  const source = await longest(text, (name) => api("POST", "/sources", { name, kind: "server" }));
  const batch = [
    { type: "page", userId: user, name: text, properties: { title: text, url: text, path: text } },
    { type: "track", userId: user, event: text.slice(0, 190), properties: { [text]: text } },
    { type: "track", event: text },
  ];
  await fetch(`${URL_}/v1/batch`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${source.write_key}:`)}` },
    body: JSON.stringify({ batch }),
  });
  return source;
}

/** A scoring model of which everything is called so, and which is about it. */
function modelCalled(name, tag) {
  const when = { while: { any: [{ tag }, { property: { name, test: { is: name } } }] } };
  const rows = [{ id: "row", name, points: 1, when }];
  const classes = [{ id: "class", name, from: 0 }];
  return { name, description: name, groups: [{ name, rows }], classes };
}

/** A published flow of which each step is called so, and says so. */
async function flowCalled(id, text, url) {
  await api("POST", "/flows", { document: { id, name: id, nodes: [], edges: [] } });
  await longest(text, async (name) => {
    const settings = [
      ["start", "tag_added", { tag: id }],
      ["score", "adjust_score", { points: 1, reason: name }],
      ["tag", "add_tag", { tag: name.slice(0, 60) }],
      ["task", "assign_task", { title: name, note: name }],
      ["post", "post_to_url", { url: `${url}/"><img/src="/hostile.png">` }],
      ["drop", "disqualify", { reason: name.slice(0, 200), grace: { days: 9 } }],
    ];
    const nodes = settings.map(([node, kind, own], row) => ({
      id: node,
      kind,
      name: name.slice(0, 200),
      settings: own,
      position: { x: 0, y: row * 140 },
    }));
    const edges = nodes.slice(1).map((node, row) => ({ from: nodes[row].id, to: node.id }));
    const document = { id, name, description: name, nodes, edges };
    await api("PUT", `/flows/${id}/draft`, { document });
    await api("POST", `/flows/${id}/publish`);
  });
}

// Changing a flow that stands: steps replaced, wires taken elsewhere, branches moved, cards lined up.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, until } from "./support/app.mjs";
import { boxOf, chosen, open, openLine, picker, settings, undo } from "./support/editor.mjs";
import { card, draft, flowOf, wires } from "./support/flow.mjs";

const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

/** Takes what is at one place to another, slowly enough to see what happens. */
async function drag(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  // What it takes to tell a drag from a click is not part of the way.
  await page.mouse.move(from.x + 4, from.y);
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 6 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
}

/** Where the end of a wire can be taken: just above the step that it leads to. */
async function endAt(page, id) {
  const box = await boxOf(page, card(page, id));
  return { x: box.x + box.width / 2, y: box.y - 8 };
}

test("a branch dragged with Alt held goes to another place in the line as a whole", async () => {
  const page = await open();
  const id = await flowOf(
    "Branch",
    [
      ["start", "meeting_cancelled"],
      ["one", "add_tag", { tag: "a" }],
      ["ask", "branch", { rule: { tag: "vip" } }],
      ["left", "add_tag", { tag: "l" }, -160],
      ["after", "add_tag", { tag: "m" }, -160],
      ["right", "add_tag", { tag: "r" }, 160, 3],
    ],
    ["start>one", "one>ask", "ask:yes>left", "left>after", "ask:no>right"],
  );
  await page.goto(`/flows/${id}`);
  const from = await boxOf(page, card(page, "left"));
  const plus = card(page, "right").getByRole("button", { name: /^Add a step/ });
  const to = middle(await boxOf(page, plus));
  await page.keyboard.down("Alt");
  await drag(page, { x: from.x + 20, y: from.y + 12 }, to);
  await page.mouse.up();
  await page.keyboard.up("Alt");
  const { nodes } = await draft(id, (now) =>
    assert.deepEqual(wires(now), [
      "ask:no>right",
      "left>after",
      "one>ask",
      "right>left",
      "start>one",
    ]),
  );
  const at = Object.fromEntries(nodes.map((node) => [node.id, node.position]));
  assert.ok(at.left.y > at.right.y && at.after.y > at.left.y, "the branch stands below");
  await undo(page).click();
  await draft(id, (now) => assert.ok(wires(now).includes("ask:yes>left")));
});

test("a step is replaced by another kind; its wires stay, and each kind says what else does", async () => {
  const { page, id } = await openLine("Replaced");
  await card(page, "one").click();
  await page.keyboard.press("r");
  await picker(page).fill("remove tag");
  await page.getByRole("option", { name: /Remove tag.*Keeps Tag/ }).waitFor();
  await page.keyboard.press("Enter");
  const tag = await draft(id, ({ nodes }) => assert.equal(nodes[1].kind, "remove_tag"));
  assert.equal(tag.nodes[1].settings.tag, "a");
  assert.deepEqual(wires(tag), ["one>two", "start>one", "two>three"]);
  await settings(page).getByRole("heading", { name: "Remove tag" }).waitFor();
  await undo(page).click();
  await draft(id, ({ nodes }) => assert.equal(nodes[1].kind, "add_tag"));

  await card(page, "two").click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Replace with/ }).click();
  const trigger = page.getByRole("option", { name: /A trigger begins a flow/ }).first();
  assert.equal(await trigger.getAttribute("aria-disabled"), "true");
  await picker(page).fill("branch");
  await page.getByRole("option", { name: /^Branch.*loses Tag/ }).click();
  await draft(id, (now) => assert.deepEqual(wires(now), ["one>two", "start>one", "two:yes>three"]));
});

test("both ends of a wire are taken elsewhere, by the rules of a new wire", async () => {
  const page = await open();
  const id = await flowOf(
    "Ends",
    [
      ["start", "meeting_cancelled"],
      ["ask", "branch", { rule: { tag: "vip" } }],
      ["left", "add_tag", { tag: "l" }, -160],
      ["after", "add_tag", { tag: "m" }, -160],
      ["right", "add_tag", { tag: "r" }, 160, 2],
    ],
    ["start>ask", "ask:yes>left", "left>after", "ask:no>right"],
  );
  await page.goto(`/flows/${id}`);
  const stands = (...expected) => draft(id, (now) => assert.deepEqual(wires(now), expected));
  const right = async () => middle(await boxOf(page, card(page, "right")));
  await drag(page, await endAt(page, "after"), await right());
  await page.mouse.up();
  await stands("ask:no>right", "ask:yes>left", "left>right", "start>ask");
  await undo(page).click();
  await stands("ask:no>right", "ask:yes>left", "left>after", "start>ask");

  // A loop is refused while the end is still in the hand, and the wire stays where it was.
  await drag(page, await endAt(page, "after"), middle(await boxOf(page, card(page, "ask"))));
  await page.getByText("This would run in a circle without a pause").first().waitFor();
  await page.mouse.up();
  const end = await endAt(page, "after");
  await drag(page, end, { x: end.x - 260, y: end.y });
  await page.mouse.up();
  assert.equal(await page.locator(".react-flow__edge").count(), 4);
  assert.equal(await page.getByRole("dialog").count(), 0, "over nothing, nothing is asked");

  // The other end, which is shown once the wire is chosen.
  const wire = page.getByRole("group", { name: /^From Branch to Add tag/ }).first();
  await wire.locator(".react-flow__edge-interaction").dispatchEvent("click");
  const grip = await boxOf(page, wire.locator(".react-flow__edgeupdater-source"));
  await drag(page, middle(grip), await right());
  await page.mouse.up();
  await stands("ask:no>right", "left>after", "right>left", "start>ask");
});

test("a dragged card keeps to the lines of others, and chosen cards are lined up in one step", async () => {
  const page = await open();
  const id = await flowOf(
    "Lines",
    [
      ["start", "meeting_cancelled"],
      ["one", "add_tag", { tag: "a" }, 302],
      ["two", "add_tag", { tag: "b" }, 90],
    ],
    ["start>one", "one>two"],
  );
  await page.goto(`/flows/${id}`);
  const box = await boxOf(page, card(page, "two"));
  const target = await boxOf(page, card(page, "one"));
  const grip = { x: box.x + 20, y: box.y + 12 };
  await drag(page, grip, { x: grip.x + target.x - box.x + 8, y: grip.y + 60 });
  await page.locator("[data-guide]").waitFor();
  await page.mouse.up();
  await draft(id, ({ nodes }) => assert.equal(nodes[2].position.x, 302));
  assert.equal(await page.locator("[data-guide]").count(), 0);

  await page.keyboard.press("Control+a");
  await until(async () => assert.equal((await chosen(page)).length, 3), "all are chosen");
  await page.keyboard.press("Shift+v");
  await draft(id, ({ nodes }) =>
    assert.equal(new Set(nodes.map((node) => node.position.x)).size, 1),
  );
  await page.getByRole("button", { name: "Undo: line up" }).click();
  await draft(id, ({ nodes }) => assert.equal(nodes[1].position.x, 302));
  const { draft: now } = await api("GET", `/flows/${id}`);
  assert.equal(now.nodes[0].position.x, 0);
});

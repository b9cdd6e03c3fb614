// The editor for everybody: names for screen readers, the outline, the keyboard, size of targets.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./support/app.mjs";
import { chosen, open, openLine, openSides, picker, undo } from "./support/editor.mjs";
import { card, draft, wires } from "./support/flow.mjs";

test("every step and every wire has a name, and what is done is said aloud", async () => {
  const { page } = await openSides("Names");
  const nodes = await page.locator(".react-flow__node").all();
  const edges = await page.locator(".react-flow__edge").all();
  const names = await Promise.all(
    [...nodes, ...edges].map((one) => one.getAttribute("aria-label")),
  );
  assert.equal(names.length, 7);
  for (const name of names) assert.ok(name, "a step or wire without a name");
  assert.match(names[1], /^Condition\. Branch\. .*vip.*Yes leads to Add tag/);
  assert.ok(names.includes("From Branch to Add tag"));
  await card(page, "left").click();
  await page.keyboard.press("Delete");
  await undo(page).click();
  await page
    .getByRole("status")
    .filter({ hasText: "Undone: delete 1 step" })
    .waitFor({ state: "attached" });
});

test("the outline is the same flow, and is edited like it", async () => {
  const { page, id } = await openSides("Outlined");
  await page.goto(`/flows/${id}?as=outline`);
  const outline = page.getByRole("region", { name: "The flow as a list" });
  await outline.getByRole("button", { name: /^Branch/ }).waitFor();
  assert.equal(await outline.getByRole("listitem").count(), 6);
  await outline.getByRole("button", { name: "Nothing yet. Add a step" }).first().click();
  await picker(page).fill("exit");
  await page.keyboard.press("Enter");
  await draft(id, (now) => assert.ok(wires(now).includes("left>exit")));
  await outline.getByRole("button", { name: /^What to do with Branch/ }).click();
  await page.getByRole("menuitem", { name: "Swap the two sides" }).click();
  await draft(id, (now) => assert.ok(wires(now).includes("ask:no>left")));
  await outline.getByRole("button", { name: /^What to do with Exit/ }).click();
  await page.getByRole("menuitem", { name: "Delete step" }).click();
  await draft(id, ({ nodes }) => assert.equal(nodes.length, 4));
});

test("a wire is drawn by keyboard alone", async () => {
  const { page, id } = await openSides("Wired");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await until(async () => assert.deepEqual(await chosen(page), ["left"]), "left");
  await page.keyboard.press("c");
  await picker(page).waitFor();
  const refused = page.getByRole("option", { name: /A trigger begins a flow/ });
  assert.equal(await refused.getAttribute("aria-disabled"), "true");
  await picker(page).fill("r");
  await page.keyboard.press("Enter");
  await draft(id, (now) => assert.equal(now.edges.length, 4));
});

test("whatever can be clicked is at least 24 pixels high and wide", async () => {
  const { page, id } = await openLine("Targets");
  for (const search of ["?step=one", "?as=outline&step=one"]) {
    await page.goto(`/flows/${id}${search}`);
    await page.getByRole("complementary", { name: /^Settings:/ }).waitFor();
    const small = await page
      .locator("button:visible, a:visible, [role=button]:visible, input:visible")
      .evaluateAll((all) =>
        all
          .map((one) => ({ one, box: one.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < 23.9 || box.height < 23.9))
          .map(({ one, box }) => `${one.outerHTML.slice(0, 120)} ${box.width}×${box.height}`),
      );
    assert.deepEqual(small, [], search);
  }
});

test("with reduced motion nothing moves by itself", async () => {
  const page = await open();
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openLine("Still");
  const moving = await page.evaluate(() => {
    const styles = [...document.querySelectorAll("main *")].map((one) => getComputedStyle(one));
    return styles.filter(
      ({ animationName, animationDuration }) =>
        animationName !== "none" && Number.parseFloat(animationDuration) > 0.01,
    ).length;
  });
  assert.equal(moving, 0);
  await page.emulateMedia({ reducedMotion: null });
});

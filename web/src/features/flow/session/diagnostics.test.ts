import { expect, test } from "vitest";
import { placed } from "./diagnostics";

const bad = (message: string) =>
  placed({
    code: "bad_settings",
    severity: "error",
    node: "a",
    field: "settings",
    message,
    help: "",
  });

test("a setting that is missing is named as the place", () => {
  const found = bad(
    "The settings of `Change deal stage` cannot be read: missing field `pipeline`.",
  );
  expect(found).toMatchObject({ code: "missing_setting", field: "pipeline", node: "a" });
});

test("what else is wrong with settings stays as the server said it", () => {
  expect(bad("invalid type: string")).toMatchObject({ code: "bad_settings", field: "settings" });
});

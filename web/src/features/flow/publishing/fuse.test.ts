import { expect, test } from "vitest";
import { mostOf } from "./fuse";

test.each([
  ["it wanted to send more than 1000 within an hour; what is beyond waits", 1000],
  ["it was paused for some other reason, at 10", undefined],
])("of “%s” the most is %s", (message, most) => {
  expect(mostOf({ message })).toBe(most);
});

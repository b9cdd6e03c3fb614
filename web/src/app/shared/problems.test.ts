import { expect, test } from "vitest";
import { found, rust } from "@/testing/server";
import { KNOWN } from "./problems";

test("a problem that we have words for is one that the server can tell", () => {
  const codes = found(
    rust("api/src"),
    /(?:code: |\b(?:conflict|malformed|unprocessable)\(\s*|FORBIDDEN, |NOT_FOUND, |UNAUTHORIZED, |^\s+\(|=> \()"(\w+)"/gm,
  );
  // Nobody answers that nobody answers.
  for (const code of KNOWN) if (code !== "offline") expect(codes).toContain(code);
});

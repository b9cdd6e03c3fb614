// @segment/analytics-node, as its documentation shows it. Arguments: URL, write key.

import { Analytics } from "@segment/analytics-node";
import { visit } from "./visit.mjs";

const [host, writeKey] = process.argv.slice(2);
const analytics = new Analytics({ writeKey, host });
analytics.on("error", (error) => {
  console.error(error);
  process.exitCode = 1;
});
visit(analytics);
await analytics.closeAndFlush({ timeout: 30_000 });

// @rudderstack/rudder-sdk-node, as its documentation shows it. Arguments: URL, write key, and `plain` to send without gzip.

import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { visit } from "./visit.mjs";

const [dataPlaneUrl, writeKey, form] = process.argv.slice(2);
const analytics = new RudderAnalytics(writeKey, { dataPlaneUrl, gzip: form !== "plain" });
visit(analytics);
await analytics.flush();

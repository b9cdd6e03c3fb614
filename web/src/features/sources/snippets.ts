/** What to put into an app so that its events arrive: one snippet a client. Pure. */
export type Client = { id: string; name: string; code: (host: string, key: string) => string };

const BROWSER: Client[] = [
  {
    id: "rudder-browser",
    name: "RudderStack (npm)",
    code: (host, key) => `import { RudderAnalytics } from "@rudderstack/analytics-js";

const analytics = new RudderAnalytics();
analytics.load("${key}", "${host}", { configUrl: "${host}" });
analytics.page();
analytics.identify("user-42", { email: "ana@example.com" });
analytics.track("Started a trial");`,
  },
  {
    id: "segment-browser",
    name: "Segment (npm)",
    code: (host, key) => `import { AnalyticsBrowser } from "@segment/analytics-next";

const analytics = AnalyticsBrowser.load({
  writeKey: "${key}",
  cdnURL: "${host}",
}, {
  integrations: { "Segment.io": { apiHost: "${host.replace(/^https?:\/\//, "")}/v1" } },
});
analytics.page();
analytics.identify("user-42", { email: "ana@example.com" });
analytics.track("Started a trial");`,
  },
];

const SERVER: Client[] = [
  {
    id: "curl",
    name: "curl",
    code: (host, key) => `curl ${host}/v1/track -u "${key}:" -d '{
  "userId": "user-42",
  "event": "Started a trial",
  "properties": { "plan": "team" }
}'`,
  },
  {
    id: "segment-node",
    name: "Segment Node.js",
    code: (host, key) => `import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({ writeKey: "${key}", host: "${host}" });
analytics.identify({ userId: "user-42", traits: { email: "ana@example.com" } });
analytics.track({ userId: "user-42", event: "Started a trial" });`,
  },
  {
    id: "rudder-node",
    name: "RudderStack Node.js",
    code: (host, key) => `import RudderAnalytics from "@rudderstack/rudder-sdk-node";

const analytics = new RudderAnalytics("${key}", { dataPlaneUrl: "${host}" });
analytics.identify({ userId: "user-42", traits: { email: "ana@example.com" } });
analytics.track({ userId: "user-42", event: "Started a trial" });`,
  },
  {
    id: "segment-python",
    name: "Segment Python",
    code: (host, key) => `import segment.analytics as analytics

analytics.write_key = "${key}"
analytics.host = "${host}"
analytics.identify("user-42", {"email": "ana@example.com"})
analytics.track("user-42", "Started a trial")`,
  },
];

export function clientsFor(kind: "browser" | "server"): Client[] {
  return kind === "browser" ? BROWSER : SERVER;
}

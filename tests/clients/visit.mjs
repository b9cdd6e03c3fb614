// What the Node clients are made to do: a person is seen on two devices, says who they are on one of them, and is joined
// with the other one. `analytics` is any library with Segment's calls.

export function visit(analytics) {
  analytics.track({ anonymousId: "old-device", event: "Seen before" });
  analytics.page({
    anonymousId: "new-device",
    name: "Pricing",
    properties: { url: "https://example.com/pricing", title: "Pricing" },
  });
  analytics.identify({
    userId: "ana",
    anonymousId: "new-device",
    traits: { email: "Ana@Example.com", firstName: "Ana", seats: 5 },
  });
  analytics.track({ userId: "ana", event: "Signed up", properties: { plan: "pro", seats: 5 } });
  analytics.alias({ userId: "ana", previousId: "old-device" });
}

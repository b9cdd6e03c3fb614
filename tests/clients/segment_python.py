"""segment-analytics-python, as its documentation shows it. Arguments: URL, write key, and `plain` to send without gzip."""

import sys

from segment.analytics.client import Client

host, write_key, form = sys.argv[1:4]
failures = []
client = Client(
    write_key,
    host=host,
    gzip=form != "plain",
    on_error=lambda error, items: failures.append(error),
)
client.track(anonymous_id="old-device", event="Seen before")
client.page(
    anonymous_id="new-device",
    name="Pricing",
    properties={"url": "https://example.com/pricing", "title": "Pricing"},
)
client.identify(
    user_id="ana",
    anonymous_id="new-device",
    traits={"email": "Ana@Example.com", "firstName": "Ana", "seats": 5},
)
client.track(user_id="ana", event="Signed up", properties={"plan": "pro", "seats": 5})
client.alias(previous_id="old-device", user_id="ana")
client.flush()
client.shutdown()
if failures:
    sys.exit(f"not sent: {failures}")

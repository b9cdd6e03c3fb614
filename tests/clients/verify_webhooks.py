"""Verifies deliveries with the library standardwebhooks. Arguments: secret, JSON list of {headers, body}."""

import json
import sys

from standardwebhooks import Webhook, WebhookVerificationError

secret, deliveries = sys.argv[1], json.loads(sys.argv[2])
webhook = Webhook(secret)
for delivery in deliveries:
    webhook.verify(delivery["body"], delivery["headers"])

# What was changed on the way must not pass, or the check above proves nothing.
for delivery in deliveries:
    try:
        webhook.verify(delivery["body"] + " ", delivery["headers"])
    except WebhookVerificationError:
        continue
    sys.exit("a body that was changed on the way passed")

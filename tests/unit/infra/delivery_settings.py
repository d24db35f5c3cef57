"""Settings of a stack with no receiver, with some and with all of them."""

from infra.specs.secret_keys import SET

NONE: dict[str, str] = {}
MAIL = {
    "smtpSmarthost": "mail.example.com:587",
    "smtpFrom": "pharos@example.com",
    "emailTo": "oncall@example.com",
}
SOME = {**MAIL, "ownerEmails": "shop=shop@example.com", "muteWeekends": "on"}
ALL = {
    **MAIL,
    "smtpUsername": "pharos",
    "smtpPassword": SET,
    "ownerEmails": "shop=shop@example.com,platform=ops@example.com",
    "escalationEmailTo": "lead@example.com",
    "slackWebhookUrl": SET,
    "slackChannel": "#alerts",
    "pagerdutyRoutingKey": SET,
    "webhookUrl": SET,
    "watchdogUrl": SET,
    "muteHours": "22:00-06:00",
    "muteWeekends": "on",
    "muteTimezone": "Europe/Berlin",
}

"""How much of anything is taken."""

# As they come and as they are without compression; the collector sends up to 4 MiB.
MAX_WIRE_BYTES = 4 * 1024 * 1024
MAX_PROTOBUF_BYTES = 8 * 1024 * 1024
MAX_JSON_BYTES = 4 * 1024 * 1024
# Of one request: many small spans take more memory than few large ones.
MAX_RECORDS = 20_000
# Of one record or resource: attributes alone could be some hundred thousands of them.
MAX_RECORD_BYTES = 512 * 1024
# Objects and lists of a JSON body; one takes hundreds of bytes and some microseconds.
MAX_JSON_MEMBERS = 250_000

# What all requests that are being worked on may take together, about, and how much one
# takes for each byte of its body.
MEMORY_BYTES = 128 * 1024 * 1024
PROTOBUF_COST = 6
JSON_COST = 20

# Of one span or line; what is longer is cut, what is more is left out.
ATTRIBUTES = 32
KEY_CHARS = 64
VALUE_CHARS = 256
NAME_CHARS = 128
MESSAGE_CHARS = 1024
STACK_CHARS = 8192
BODY_CHARS = 4096

# A clock that is off by more than that would spoil the windows of analysis.
FUTURE_S = 600.0

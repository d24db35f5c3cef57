"""What `pulumi preview` and `pulumi up` run."""

import pulumi

from infra import program
from infra.specs.errors import PlatformError

try:
    program.run()
except PlatformError as error:
    # Without a traceback: the message says what to do.
    raise pulumi.RunError(str(error)) from None

"""One module a command: EXAMPLES, add_arguments(parser), execute(options) -> exit status.

They are imported for their help too: what is heavy is imported where it is used.
"""

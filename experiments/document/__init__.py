"""What is told of results, as blocks, and how blocks are shown."""
